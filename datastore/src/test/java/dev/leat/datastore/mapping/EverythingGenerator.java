package dev.leat.datastore.mapping;

import dev.leat.datastore.mapping.Everything.Colour;
import dev.leat.datastore.mapping.Everything.Part;
import dev.leat.datastore.mapping.Everything.Point;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Random documents, with the values that codecs trip over. */
final class EverythingGenerator {
    private static final String[] TEXTS = {
        "",
        " ",
        "a",
        "ä€😀",
        "\"quoted\\",
        "line\nbreak\t",
        "\u0001\u2028",
        "null",
        "true",
        "1e5",
        "a.b",
        "'];ctx.op='delete'//"
    };
    private static final long[] LONGS = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 9_007_199_254_740_993L};
    private static final double[] DOUBLES = {0, -0.0, 0.1, Double.MIN_VALUE, Double.MAX_VALUE, 1e21, -1e-7, 100};

    private final SplittableRandom random;

    EverythingGenerator(SplittableRandom random) {
        this.random = random;
    }

    Everything next(String id) {
        return new Everything(
                id,
                text(),
                text(),
                text(),
                whole(),
                orNull(this::whole),
                random.nextInt(),
                (short) random.nextInt(),
                (byte) random.nextInt(),
                decimal(),
                (float) random.nextDouble(-1e6, 1e6),
                random.nextBoolean(),
                instant(),
                LocalDate.ofEpochDay(random.nextInt(-700_000, 2_900_000)),
                instant().atOffset(ZoneOffset.UTC),
                address(),
                "10.0.0." + random.nextInt(256),
                new UUID(random.nextLong(), random.nextLong()),
                URI.create("https://example.org/" + random.nextInt() + "?q=%20"),
                colour(),
                new BigDecimal(BigInteger.valueOf(random.nextLong()), random.nextInt(-30, 30)),
                whole(),
                text(),
                orNull(this::text),
                text(),
                text(),
                list(this::text),
                new LinkedHashSet<>(list(this::colour)),
                part(),
                list(this::part),
                list(this::part),
                map(() -> json(3)),
                map(this::whole),
                map(this::part),
                map(() -> json(2)),
                map(() -> json(3)),
                orNull(this::part),
                orNull(() -> new Point(decimal(), decimal())),
                orNull(() -> list(() -> (float) random.nextDouble())),
                orNull(() -> map(random::nextInt)),
                prefixed(map(() -> json(2))));
    }

    private <T> @Nullable T orNull(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private <T> List<T> list(Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }

    private <T> Map<String, T> map(Supplier<T> value) {
        Map<String, T> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put("key " + random.nextInt(100) + "ä'\"", value.get());
        }
        return map;
    }

    /** Apart from the names of the class. */
    private static Map<String, Object> prefixed(Map<String, Object> map) {
        Map<String, Object> prefixed = new LinkedHashMap<>();
        map.forEach((key, value) -> prefixed.put("x-" + key, value));
        return prefixed;
    }

    private Object json(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> text();
            case 1 -> whole();
            case 2 -> decimal();
            case 3 -> random.nextBoolean();
            case 4 -> new BigInteger("98765432109876543210");
            case 5 -> new BigDecimal("1.50");
            case 6 -> list(() -> json(depth - 1));
            default -> map(() -> json(depth - 1));
        };
    }

    private Part part() {
        return new Part(text(), orNull(random::nextInt));
    }

    private Colour colour() {
        return random.nextBoolean() ? Colour.RED : Colour.DARK_BLUE;
    }

    private String text() {
        String text = TEXTS[random.nextInt(TEXTS.length)];
        return random.nextBoolean() ? text : text + random.nextInt();
    }

    private long whole() {
        return random.nextBoolean() ? random.nextLong() : LONGS[random.nextInt(LONGS.length)];
    }

    private double decimal() {
        return random.nextBoolean() ? random.nextDouble(-1e9, 1e9) : DOUBLES[random.nextInt(DOUBLES.length)];
    }

    private Instant instant() {
        Instant instant = Instant.ofEpochSecond(
                random.nextLong(-62_167_219_200L, 253_402_300_800L), random.nextInt(1_000_000_000));
        return switch (random.nextInt(3)) {
            case 0 -> instant;
            case 1 -> Instant.ofEpochMilli(instant.toEpochMilli());
            default -> Instant.ofEpochSecond(instant.getEpochSecond());
        };
    }

    private InetAddress address() {
        byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = random.nextInt(3) == 0 ? (byte) random.nextInt() : 0;
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
