package dev.leat.app.parquet;

import dev.leat.app.parquet.Column.Shape;
import dev.leat.elastic.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes columns, documents that fit them, and what of these is to be found in a file. */
final class RandomDocuments {

    private static final String[] TEXTS = {"", "a", "ü€😀", "\"\\/", "\n\t", "long ".repeat(20), "null", "[1]"};
    private static final String[] JSONS = {
        "1", "\"x\"", "true", "[1,[2,{\"a\":null}]]", "{\"a\": {\"b\":[ ]}}", "1E+400"
    };

    private static final List<ColumnType> TYPES = List.of(ColumnType.values());

    private final Random random;

    RandomDocuments(Random random) {
        this.random = random;
    }

    /** A document and its row. */
    record Document(String json, Map<String, Object> row) {}

    /** Columns of all types. */
    List<Column> columns(int depth) {
        List<Column> columns = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int number = 0; number < count; number++) {
            Shape shape = random.nextInt(3) == 0 ? Shape.MANY : Shape.ONE;
            String name = "f" + number + (random.nextInt(8) == 0 ? ".x" : "");
            ColumnType type = TYPES.get(random.nextInt(TYPES.size()));
            if (type == ColumnType.GROUP && depth < 3) {
                columns.add(Column.group(name, columns(depth + 1)).withShape(shape));
            } else {
                columns.add(leaf(name, type == ColumnType.GROUP ? ColumnType.TEXT : type, shape));
            }
        }
        return columns;
    }

    private static Column leaf(String name, ColumnType type, Shape shape) {
        Column leaf = Column.leaf(name, type);
        return switch (type) {
            case DATE ->
                leaf.withFormat("strict_date_optional_time||epoch_millis").withShape(shape);
            case DATE_NANOS ->
                leaf.withFormat("strict_date_optional_time_nanos").withShape(shape);
            case JSON -> leaf;
            default -> leaf.withShape(shape);
        };
    }

    /** A document with values for some of the columns. */
    Document document(List<Column> columns) {
        List<String> members = new ArrayList<>();
        Map<String, Object> row = new LinkedHashMap<>();
        for (Column column : columns) {
            switch (random.nextInt(6)) {
                case 0 -> {}
                case 1 -> members.add(quoted(column.name()) + ": null");
                case 2 -> addByPath(column, members, row);
                default -> {
                    Written value = column.isMany() ? many(column) : one(column);
                    members.add(quoted(column.name()) + " :" + value.json());
                    row.put(column.name(), value.value());
                }
            }
        }
        return new Document("{" + String.join(random.nextBoolean() ? "," : ", ", members) + "}", row);
    }

    /** A value of a single group, by a path with a dot. */
    private void addByPath(Column column, List<String> members, Map<String, Object> row) {
        if (!column.isGroup() || column.isMany() || column.name().contains(".")) {
            return;
        }
        Column field = column.fields().getFirst();
        Written value = field.isMany() ? many(field) : one(field);
        members.add(quoted(column.name() + "." + field.name()) + ":" + value.json());
        Map<String, Object> group = new LinkedHashMap<>();
        group.put(field.name(), value.value());
        row.put(column.name(), group);
    }

    private record Written(String json, Object value) {}

    private Written many(Column column) {
        if (random.nextInt(4) == 0) {
            Written one = one(column);
            return new Written(one.json(), new ArrayList<>(List.of(one.value())));
        }
        List<String> elements = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        int count = random.nextInt(4);
        for (int number = 0; number < count; number++) {
            if (random.nextInt(6) == 0) {
                elements.add("null");
                values.add(null);
            } else {
                Written one = one(column);
                // An array in an array is the same as its values.
                elements.add(random.nextInt(6) == 0 ? "[" + one.json() + "]" : one.json());
                values.add(one.value());
            }
        }
        return new Written("[" + String.join(" ,", elements) + "]", values);
    }

    private Written one(Column column) {
        return switch (column.type()) {
            case GROUP -> {
                Document inner = document(column.fields());
                yield new Written(inner.json(), inner.row());
            }
            case TEXT -> {
                String text = TEXTS[random.nextInt(TEXTS.length)] + random.nextInt(100);
                yield new Written(quoted(text), text);
            }
            case JSON -> {
                String json = JSONS[random.nextInt(JSONS.length)];
                yield new Written(json, json);
            }
            case BOOLEAN -> {
                boolean truth = random.nextBoolean();
                yield new Written(random.nextInt(4) == 0 ? "\"" + truth + "\"" : "" + truth, truth);
            }
            case BYTE -> whole(8);
            case SHORT -> whole(16);
            case INTEGER -> whole(32);
            case LONG -> whole(64);
            case UNSIGNED_LONG -> {
                long bits = random.nextLong();
                yield new Written(Long.toUnsignedString(bits), bits);
            }
            case FLOAT -> {
                float number = random.nextFloat();
                yield new Written(Float.toString(number), number);
            }
            case DOUBLE -> decimal();
            case DATE -> date();
            case DATE_NANOS -> nanos();
            case BINARY -> {
                String text = TEXTS[random.nextInt(TEXTS.length)];
                yield new Written(
                        quoted(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))), text);
            }
        };
    }

    private Written whole(int bits) {
        long number = random.nextLong() >> (64 - bits + random.nextInt(bits));
        String digits = Long.toString(number);
        String json = switch (random.nextInt(6)) {
            case 0 -> "\"" + digits + "\"";
            case 1 -> Math.abs(number) < 1_000_000 ? digits + ".0" : digits;
            default -> digits;
        };
        return new Written(json, number);
    }

    private Written decimal() {
        double number = switch (random.nextInt(5)) {
            case 0 -> random.nextInt(1000) / 100.0;
            case 1 -> Double.longBitsToDouble(random.nextLong() & 0xBFEF_FFFF_FFFF_FFFFL);
            case 2 -> Double.MIN_VALUE * random.nextInt(100);
            case 3 -> Double.MAX_VALUE;
            default -> random.nextGaussian();
        };
        String json = switch (random.nextInt(4)) {
            case 0 -> new BigDecimal(number).toString();
            case 1 -> String.format(Locale.ROOT, "%.17g", number).replaceAll("^(-?)0+(?=\\d)", "$1");
            default -> Double.toString(number);
        };
        // Formatted with too few digits it is another number.
        return Double.parseDouble(json) == number
                ? new Written(json, number)
                : new Written(Double.toString(number), number);
    }

    private Written date() {
        Instant moment = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1_000L);
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, moment);
        if (random.nextInt(3) == 0) {
            long millis = Math.floorDiv(micros, 1000);
            return new Written(
                    "1" + String.format(Locale.ROOT, "%012d", Math.abs(millis) % 1_000_000_000_000L),
                    (1_000_000_000_000L + Math.abs(millis) % 1_000_000_000_000L) * 1000);
        }
        return new Written(quoted(moment.toString()), micros);
    }

    private Written nanos() {
        Instant moment = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
        return new Written(quoted(moment.toString()), ChronoUnit.NANOS.between(Instant.EPOCH, moment));
    }

    private static String quoted(String text) {
        return Json.MAPPER.writeValueAsString(text);
    }

    /** So many documents. */
    List<Document> documents(List<Column> columns, int count) {
        Document[] documents = new Document[count];
        Arrays.setAll(documents, number -> document(columns));
        return List.of(documents);
    }
}
