package dev.leat.sources.sql;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ids of the rows of one table.
 *
 * <p>With a key: the table and the values of the key, joined by {@code /}: {@code reading/17}, {@code line/3/12}. In
 * names and texts, {@code /} is written {@code %2F} and {@code %} is written {@code %25}, so that different keys never
 * have the same id; binary values are written {@code x'0AFF'}, and a text that could be taken for one of those, or for a
 * number in a column that also lets in numbers, has a {@code '} in front.
 *
 * <p>Without a key, or where a value of the key is null: the table and a fingerprint of the whole row: {@code
 * log/~5f1c…}; equal rows are numbered: {@code log/~5f1c….2}. This keeps 16 to 32 bytes for each such row in memory.
 *
 * <p>Not thread-safe.
 */
final class RowKey {
    private final String prefix;
    private final MessageDigest digest;
    private final LongSet seen = new LongSet();
    private final Map<String, Integer> repeated = new HashMap<>();

    RowKey(String table) {
        this.prefix = escaped(table);
        try {
            this.digest = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has MD5", e);
        }
    }

    /** The id of a row with these key values. */
    static String ofKey(String table, List<Table.Column> key, List<Object> values) {
        StringBuilder id = new StringBuilder(escaped(table));
        for (int i = 0; i < values.size(); i++) {
            id.append('/').append(written(values.get(i), key.get(i).typing()));
        }
        return id.toString();
    }

    /** The id of a row that has no key. */
    String ofRow(@Nullable Object[] values) {
        for (Object value : values) {
            update(value);
        }
        byte[] hash = digest.digest();
        String id = prefix + "/~" + HexFormat.of().formatHex(hash);
        if (seen.add(ByteBuffer.wrap(hash).getLong())) {
            return id;
        }
        int occurrence = repeated.merge(id, 2, (before, two) -> before + 1);
        return id + "." + occurrence;
    }

    private void update(@Nullable Object value) {
        byte[] bytes = switch (value) {
            case null -> new byte[0];
            case byte[] binary -> binary;
            case Object[] array -> Arrays.deepToString(array).getBytes(StandardCharsets.UTF_8);
            default -> value.toString().getBytes(StandardCharsets.UTF_8);
        };
        char type = switch (value) {
            case null -> 'n';
            case byte[] binary -> 'b';
            case Number number -> 'd';
            default -> 't';
        };
        digest.update(ByteBuffer.allocate(6).putChar(type).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    private static String written(Object value, Table.Typing typing) {
        return switch (value) {
            case byte[] binary -> "x'" + HexFormat.of().withUpperCase().formatHex(binary) + "'";
            case Number number -> number.toString();
            default -> {
                String text = escaped(value.toString());
                boolean mistakable = text.startsWith("'")
                        || text.startsWith("x'")
                        || text.startsWith("~")
                        || (typing == Table.Typing.MIXED && looksLikeNumber(text));
                yield mistakable ? "'" + text : text;
            }
        };
    }

    private static boolean looksLikeNumber(String text) {
        return !text.isEmpty() && "0123456789+-.IN".indexOf(text.charAt(0)) >= 0;
    }

    private static String escaped(String text) {
        return text.indexOf('%') < 0 && text.indexOf('/') < 0
                ? text
                : text.replace("%", "%25").replace("/", "%2F");
    }
}
