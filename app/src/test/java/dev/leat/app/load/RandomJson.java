package dev.leat.app.load;

import java.util.Random;

/** Makes JSON objects of all kinds of values and white space. */
final class RandomJson {

    /** What a damaged line has in place of one of its bytes. */
    static final String DAMAGE = "{}[]\",:\\0159.eE-+tfnu \t\u0001ax";

    private static final String[] STRINGS = {"", "a", "ü€😀", "\\\"", "\\u00e9", "\\n\\t\\/", "long ".repeat(9)};
    private static final String[] NUMBERS = {
        "0", "-0", "7", "9007199254740993", "-1.5e-7", "1E400", "0.1", "12345678901234567890"
    };

    private RandomJson() {}

    static String object(Random random) {
        return object(random, 0);
    }

    private static String object(Random random, int depth) {
        StringBuilder json = new StringBuilder("{").append(space(random));
        int members = random.nextInt(5);
        for (int i = 0; i < members; i++) {
            json.append(i == 0 ? "" : ",")
                    .append(space(random))
                    .append('"')
                    .append(STRINGS[random.nextInt(STRINGS.length)])
                    .append(i)
                    .append('"')
                    .append(space(random))
                    .append(':')
                    .append(space(random))
                    .append(value(random, depth + 1))
                    .append(space(random));
        }
        return json.append('}').toString();
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 4 : 6)) {
            case 0 -> '"' + STRINGS[random.nextInt(STRINGS.length)] + '"';
            case 1 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 2 -> random.nextBoolean() ? "true" : "false";
            case 3 -> "null";
            case 4 -> object(random, depth);
            default -> array(random, depth);
        };
    }

    private static String array(Random random, int depth) {
        StringBuilder json = new StringBuilder("[").append(space(random));
        int values = random.nextInt(4);
        for (int i = 0; i < values; i++) {
            json.append(i == 0 ? "" : ",").append(value(random, depth + 1)).append(space(random));
        }
        return json.append(']').toString();
    }

    private static String space(Random random) {
        return random.nextInt(4) == 0 ? " \t" : "";
    }
}
