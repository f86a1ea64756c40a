package dev.leat.testing;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Random JSON documents that are hard on whoever reads and writes them: numbers beyond 2^53 and of many digits, every
 * kind of string with escapes and surrogate pairs, empty lists, objects and strings, and deep nesting. Each field is of
 * one type in all documents, so that a dynamic mapping takes them. Not thread-safe.
 */
public final class JsonDocuments {
    private static final int DEEPEST = 12;
    private static final String[] ESCAPES = {
        "\\\"",
        "\\\\",
        "\\/",
        "\\b",
        "\\f",
        "\\n",
        "\\r",
        "\\t",
        "\\u0000",
        "\\u00e9",
        "\\uD83D\\uDE00",
        "\\ud834\\udd1e"
    };
    private static final String[] LITERALS = {"é", "ß", "中", "😀", "𝄞", "\u2028", "\u200f", "ﷺ", " ", "/"};

    private final SplittableRandom random;

    /** Documents from these random numbers. */
    public JsonDocuments(SplittableRandom random) {
        this.random = random;
    }

    /** The next document as the exact text of one line, UTF-8. */
    public byte[] next() {
        return nextText().getBytes(StandardCharsets.UTF_8);
    }

    /** The next document as text. */
    public String nextText() {
        StringBuilder json = new StringBuilder("{");
        json.append("\"long\":").append(random.nextLong());
        json.append(",\"beyond_double\":").append((1L << 53) + 1 + 2 * random.nextLong(1L << 40));
        json.append(",\"decimal\":").append(decimal());
        json.append(",\"text\":").append(string(random.nextInt(40)));
        json.append(",\"empty_text\":\"\",\"empty_list\":[],\"empty_object\":{},\"nothing\":null");
        json.append(",\"flag\":").append(random.nextBoolean());
        json.append(",\"numbers\":").append(numbers());
        json.append(",\"texts\":").append(texts());
        json.append(",\"objects\":").append(objects());
        json.append(",\"deep\":");
        nest(json, random.nextInt(DEEPEST));
        return json.append('}').toString();
    }

    /** A document whose text has exactly that many bytes, at least 16; for sizes that matter. */
    public byte[] ofSize(int bytes) {
        if (bytes < 16) {
            throw new IllegalArgumentException("A document of " + bytes + " bytes is too small: 16 at least");
        }
        StringBuilder json = new StringBuilder(bytes).append("{\"pad\":\"");
        while (json.length() < bytes - 2) {
            json.append((char) ('a' + random.nextInt(26)));
        }
        return json.append("\"}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private String decimal() {
        return switch (random.nextInt(5)) {
            case 0 -> "0.1";
            case 1 -> "-0.0";
            case 2 -> "1.0E+2";
            case 3 -> random.nextInt(1000) + ".10";
            default -> Double.toString(random.nextDouble() * 1e9);
        };
    }

    private String string(int length) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(8)) {
                case 0 -> text.append(ESCAPES[random.nextInt(ESCAPES.length)]);
                case 1 -> text.append(LITERALS[random.nextInt(LITERALS.length)]);
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.append('"').toString();
    }

    private String numbers() {
        StringBuilder list = new StringBuilder("[");
        for (int i = random.nextInt(5); i > 0; i--) {
            list.append(random.nextInt()).append(i > 1 ? "," : "");
        }
        return list.append(']').toString();
    }

    private String texts() {
        StringBuilder list = new StringBuilder("[");
        for (int i = random.nextInt(4); i > 0; i--) {
            list.append(string(random.nextInt(10))).append(i > 1 ? ", " : "");
        }
        return list.append(']').toString();
    }

    private String objects() {
        StringBuilder list = new StringBuilder("[");
        for (int i = random.nextInt(3); i > 0; i--) {
            list.append("{\"name\": ")
                    .append(string(5))
                    .append(",\"tags\":[")
                    .append(random.nextBoolean() ? "\"\"" : "")
                    .append("]}")
                    .append(i > 1 ? "," : "");
        }
        return list.append(']').toString();
    }

    private void nest(StringBuilder json, int levels) {
        json.append("{\"level\":").append(levels);
        if (levels > 0) {
            json.append(",\"deep\":");
            nest(json, levels - 1);
        }
        json.append('}');
    }
}
