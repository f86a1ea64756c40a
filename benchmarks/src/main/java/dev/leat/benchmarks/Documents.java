package dev.leat.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Orders of an invented shop, each a line of JSON of exactly the wanted size with keywords, short and long text, a long,
 * doubles, a date, arrays and a nested object. Document n is the same on every machine and in every run.
 *
 * @param count how many there are
 * @param size of one document in bytes, without its line feed; at least {@value #SMALLEST}
 */
record Documents(int count, int size) {

    static final int SMALLEST = 360;

    /** Fields, analysers and types are given so that no run spends its first second on guessing them. */
    static final String MAPPING = """
            {"dynamic":"strict","properties":{
             "id":{"type":"keyword"},"at":{"type":"date"},"status":{"type":"keyword"},"customer":{"type":"keyword"},
             "title":{"type":"text"},"amount":{"type":"double"},"units":{"type":"long"},"tags":{"type":"keyword"},
             "scores":{"type":"float"},"paid":{"type":"boolean"},
             "address":{"properties":{"city":{"type":"keyword"},"zip":{"type":"keyword"},
              "street":{"type":"text"}}},"text":{"type":"text"}}}""";

    private static final long SEED = 20_261_121;
    private static final String[] SYLLABLES = {
        "ka", "lo", "mi", "ren", "tas", "vo", "bel", "du", "fir", "gan", "he", "sol", "tor", "ul", "win", "zé"
    };
    private static final String[] STATUSES = {"open", "packed", "sent", "returned", "closed"};
    private static final String[] TAGS = {"gift", "express", "fragile", "new", "abroad", "bulk", "sample"};

    Documents {
        if (count < 1 || size < SMALLEST) {
            throw new IllegalArgumentException("at least one document of at least " + SMALLEST + " bytes");
        }
    }

    String id(int number) {
        return String.format(Locale.ROOT, "order-%08d", number);
    }

    /** The document of that number, without a line feed. */
    byte[] document(int number) {
        SplittableRandom random = new SplittableRandom(SEED + number * 0x9E3779B97F4A7C15L);
        StringBuilder json = new StringBuilder(size + 32);
        json.append("{\"id\":\"").append(id(number));
        json.append("\",\"at\":\"").append(at(random));
        json.append("\",\"status\":\"").append(STATUSES[random.nextInt(STATUSES.length)]);
        json.append("\",\"customer\":\"c-").append(random.nextInt(50_000)).append("\",\"title\":\"");
        words(json, random, 3);
        json.append("\",\"amount\":").append(random.nextInt(1_000_000) / 100.0);
        json.append(",\"units\":").append(random.nextLong(1L << 60)).append(",\"tags\":[");
        json.append('"').append(TAGS[random.nextInt(TAGS.length)]).append("\",\"");
        json.append(TAGS[random.nextInt(TAGS.length)]).append("\"],\"scores\":[");
        json.append(random.nextInt(100) / 10.0).append(',').append(random.nextInt(100) / 10.0);
        json.append("],\"paid\":").append(random.nextBoolean()).append(",\"address\":{\"city\":\"");
        words(json, random, 1);
        json.append("\",\"zip\":\"").append(10_000 + random.nextInt(90_000)).append("\",\"street\":\"");
        words(json, random, 2);
        json.append("\"},\"text\":\"");
        return filledUp(json, random);
    }

    private byte[] filledUp(StringBuilder json, SplittableRandom random) {
        int missing = size - utf8Length(json) - 2;
        while (missing > 12) {
            int before = json.length();
            word(json, random);
            json.append(' ');
            missing -= utf8Length(json.substring(before));
        }
        json.append("x".repeat(Math.max(0, missing))).append("\"}");
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length != size) {
            throw new IllegalStateException("a document came out with " + bytes.length + " bytes instead of " + size);
        }
        return bytes;
    }

    private static int utf8Length(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static String at(SplittableRandom random) {
        return String.format(
                Locale.ROOT,
                "2026-%02d-%02dT%02d:%02d:%02d.%03dZ",
                1 + random.nextInt(12),
                1 + random.nextInt(28),
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60),
                random.nextInt(1000));
    }

    private static void words(StringBuilder json, SplittableRandom random, int howMany) {
        for (int i = 0; i < howMany; i++) {
            if (i > 0) {
                json.append(' ');
            }
            word(json, random);
        }
    }

    /** One of 4,096 words, the frequent ones far more often, as in a language. */
    private static void word(StringBuilder json, SplittableRandom random) {
        double skewed = random.nextDouble();
        int number = (int) (4096 * skewed * skewed * skewed);
        json.append(SYLLABLES[number & 15])
                .append(SYLLABLES[(number >> 4) & 15])
                .append(SYLLABLES[number >> 8]);
    }

    /** Writes all of them, a line each. */
    void writeTo(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (int i = 0; i < count; i++) {
                out.write(document(i));
                out.write('\n');
            }
        }
    }
}
