package dev.leat.elastic.scan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Writes answers as a search could give them, with keys in any order, odd white space, and documents of all kinds. */
final class GeneratedAnswer {

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "_id",
            "_source",
            "hits",
            "sort",
            "é",
            "日本語",
            "😀",
            "}",
            "]",
            "{",
            "//",
            "/*",
            "a long text of words",
            "\\\"",
            "\\\\",
            "\\/",
            "\\n",
            "\\u0000",
            "\\u00e9",
            "\\ud83d\\ude00",
            "\\\\\\\"",
            "1234567",
            "12345678");

    private static final List<String> NUMBERS =
            List.of("0", "-1", "1.50", "9007199254740993", "1e-7", "-0.0", "123456789012345678901234567890", "2.5E+10");

    private final Random random;
    private final StringBuilder json = new StringBuilder();

    GeneratedAnswer(Random random) {
        this.random = random;
    }

    byte[] write() {
        object(List.of(
                () -> member("took", number()),
                () -> member("timed_out", random.nextBoolean() ? "true" : "false"),
                () -> member("pit_id", string()),
                () -> member("_shards", "{\"total\":" + random.nextInt(5) + ",\"successful\":1,\"failed\":0}"),
                () -> member("_clusters", value(2)),
                () -> member("hits", hits())));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String hits() {
        List<String> hits = new ArrayList<>();
        for (int hit = random.nextInt(5); hit > 0; hit--) {
            hits.add(hit());
        }
        List<String> members = new ArrayList<>(List.of(
                member("hits", "[" + String.join("," + space(), hits) + space() + "]"),
                member("total", "{\"value\":3,\"relation\":\"eq\"}"),
                member("max_score", "null")));
        return shuffled(members);
    }

    private String hit() {
        List<String> members = new ArrayList<>(List.of(
                member("_index", string()),
                member("_id", string()),
                member("_score", "null"),
                member("sort", "[" + random.nextInt(100) + "," + number() + "]")));
        addMaybe(members, "_routing", string());
        addMaybe(members, "_seq_no", "" + random.nextLong(0, Long.MAX_VALUE));
        addMaybe(members, "_primary_term", "" + random.nextInt(100));
        addMaybe(members, "_source", objectOf(4));
        addMaybe(members, "_ignored", "[\"a\"]");
        addMaybe(members, "unknown", value(3));
        addMaybe(members, "fields", "{" + space() + "\"k\":[" + string() + "],\"a.b\\\"\" :[" + number() + "]}");
        return shuffled(members);
    }

    private void addMaybe(List<String> members, String key, String value) {
        if (random.nextInt(3) > 0) {
            members.add(member(key, value));
        }
    }

    private void object(List<Supplier<String>> parts) {
        List<String> members = new ArrayList<>();
        parts.forEach(part -> members.add(part.get()));
        json.append(space()).append(shuffled(members)).append(space());
    }

    private String shuffled(List<String> members) {
        Collections.shuffle(members, random);
        return "{" + String.join("," + space(), members) + "}";
    }

    private String member(String key, String value) {
        return space() + "\"" + key + "\"" + space() + ":" + space() + value + space();
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> "null";
            case 1 -> "true";
            case 2 -> "false";
            case 3 -> number();
            case 4, 5 -> string();
            case 6 -> objectOf(depth);
            default -> arrayOf(depth);
        };
    }

    private String objectOf(int depth) {
        List<String> members = new ArrayList<>();
        for (int member = random.nextInt(5); member > 0; member--) {
            members.add("\"k" + member + text() + "\"" + space() + ":" + space() + value(depth - 1));
        }
        return "{" + space() + String.join(space() + ",", members) + space() + "}";
    }

    private String arrayOf(int depth) {
        List<String> values = new ArrayList<>();
        for (int value = random.nextInt(4); value > 0; value--) {
            values.add(value(depth - 1));
        }
        return "[" + space() + String.join("," + space(), values) + "]";
    }

    private String string() {
        StringBuilder string = new StringBuilder("\"");
        for (int part = random.nextInt(4); part > 0; part--) {
            string.append(text());
        }
        return string.append('"').toString();
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private String number() {
        return NUMBERS.get(random.nextInt(NUMBERS.size()));
    }

    private String space() {
        return switch (random.nextInt(12)) {
            case 0 -> " ";
            case 1 -> "\n";
            case 2 -> "\r\n\t";
            default -> "";
        };
    }
}
