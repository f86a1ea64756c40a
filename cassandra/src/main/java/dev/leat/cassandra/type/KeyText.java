package dev.leat.cassandra.type;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Primary keys as text, injective in both directions. A key of one column is its plain value ({@code 42}, a UUID, the text
 * itself); a key of several is a JSON array of their canonical texts. In a table with clustering columns an array that
 * holds the partition key only is the key of the partition's static columns, where the partition has no rows.
 */
public final class KeyText {
    /** What Elasticsearch allows for an {@code _id}, in bytes of UTF-8. */
    public static final int LONGEST_ID = 512;

    private static final String HASHED = "sha256:";

    private final List<Column> key;
    private final int partitionColumns;

    public KeyText(TableShape shape) {
        this.key = shape.key();
        this.partitionColumns = shape.partitionKey().size();
    }

    /**
     * The text of a key.
     *
     * @param values the bytes of the key's columns in order; those of the clustering key may be null, all together
     * @throws UnmappableException if a value is missing
     */
    public String text(List<? extends @Nullable ByteBuffer> values) {
        if (key.size() == 1) {
            return plain(canonical(0, values.getFirst()));
        }
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < key.size(); i++) {
            if (i >= partitionColumns && values.get(i) == null) {
                break;
            }
            text.append(i == 0 ? "" : ",").append(canonical(i, values.get(i)));
        }
        return text.append(']').toString();
    }

    private String canonical(int column, @Nullable ByteBuffer bytes) {
        String text = key.get(column).type().text(bytes);
        if (text == null) {
            throw new UnmappableException("the key column " + key.get(column).name() + " has no value");
        }
        return text;
    }

    private static String plain(String canonical) {
        return canonical.startsWith("\"") && JsonValue.parse(canonical) instanceof JsonValue.Str(String text)
                ? text
                : canonical;
    }

    /**
     * The bytes of the key's columns, in order; those of the clustering key are missing in the key of static columns.
     *
     * @throws UnmappableException if the text is none of a key of this table, or not the canonical one
     */
    public List<ByteBuffer> parse(String text) {
        List<ByteBuffer> values = new ArrayList<>();
        if (key.size() == 1) {
            values.add(column(0, ofPlain(text)));
        } else {
            List<JsonValue> elements = elements(text);
            for (int i = 0; i < elements.size(); i++) {
                values.add(column(i, elements.get(i)));
            }
        }
        List<@Nullable ByteBuffer> all = new ArrayList<>(values);
        while (all.size() < key.size()) {
            all.add(null);
        }
        if (!text(all).equals(text)) {
            throw new UnmappableException("the key is not in its canonical form, which is " + text(all));
        }
        return values;
    }

    private List<JsonValue> elements(String text) {
        try {
            if (JsonValue.parse(text) instanceof JsonValue.Arr(List<JsonValue> elements)
                    && (elements.size() == key.size() || elements.size() == partitionColumns)) {
                return elements;
            }
        } catch (UnmappableException e) {
            throw new UnmappableException(notKey());
        }
        throw new UnmappableException(notKey());
    }

    private String notKey() {
        return "the id is no key of the table, which is a JSON array of "
                + key.stream().map(Column::name).toList();
    }

    private JsonValue ofPlain(String text) {
        boolean isNumber = !text.isEmpty() && "-0123456789[{tf".indexOf(text.charAt(0)) >= 0;
        return switch (key.getFirst().type()) {
            case ScalarType scalar ->
                switch (scalar) {
                    case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, COUNTER, FLOAT, DOUBLE ->
                        // NaN and the infinities are strings in JSON.
                        isNumber && !text.endsWith("y") ? JsonValue.parse(text) : new JsonValue.Str(text);
                    case ASCII, TEXT, VARINT, DECIMAL, UUID_, TIMEUUID, TIMESTAMP, DATE, TIME, DURATION, INET, BLOB ->
                        new JsonValue.Str(text);
                };
            case CqlTypes.ListOf list -> JsonValue.parse(text);
            case CqlTypes.SetOf set -> JsonValue.parse(text);
            case CqlTypes.MapOf map -> JsonValue.parse(text);
            case CqlTypes.UdtOf udt -> JsonValue.parse(text);
            case CqlTypes.TupleOf tuple -> JsonValue.parse(text);
            case CqlTypes.VectorOf vector -> JsonValue.parse(text);
            case FieldsMap fields -> JsonValue.parse(text);
        };
    }

    private ByteBuffer column(int column, JsonValue value) {
        ByteBuffer bytes = key.get(column).type().encode(value);
        if (bytes == null) {
            throw new UnmappableException("the key column " + key.get(column).name() + " is null");
        }
        return bytes;
    }

    /** Whether this is the key of a partition's static columns. */
    public boolean isOfStatics(List<ByteBuffer> values) {
        return values.size() < key.size();
    }

    /** The {@code _id} of the document with that key: the key itself, or its hash when it is too long for one. */
    public static String id(String text) {
        return text.startsWith(HASHED) || text.getBytes(StandardCharsets.UTF_8).length > LONGEST_ID
                ? HASHED + sha256(text)
                : text;
    }

    /** Whether a document's id does not tell the key, so that a field of the document has to. */
    public static boolean isHashed(String id) {
        return id.startsWith(HASHED);
    }

    /** The canonical JSON texts of the key's columns in order, as a document may show them. */
    public List<String> texts(String text) {
        List<ByteBuffer> values = parse(text);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            texts.add(Objects.requireNonNull(key.get(i).type().text(values.get(i))));
        }
        return texts;
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
