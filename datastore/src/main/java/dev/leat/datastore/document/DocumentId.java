package dev.leat.datastore.document;

import dev.leat.datastore.mapping.DocumentType;
import java.nio.charset.StandardCharsets;

/** The rules for ids: 1 to 512 bytes of UTF-8, the limit of Elasticsearch, and text that UTF-8 can express. */
public final class DocumentId {

    public static final int MAX_BYTES = 512;

    private DocumentId() {}

    /**
     * The id itself, if it is one.
     *
     * @throws IllegalArgumentException when it is empty, too long, or not well-formed
     */
    public static String require(String id) {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("the id of a document must not be empty");
        }
        if (id.length() > MAX_BYTES || (id.length() > MAX_BYTES / 3 && bytes(id) > MAX_BYTES)) {
            throw new IllegalArgumentException("the id of a document takes at most " + MAX_BYTES + " bytes, but '"
                    + id.substring(0, 40) + "…' has " + bytes(id) + "; use a hash of it");
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < id.length()
                        && Character.isLowSurrogate(id.charAt(i + 1));
                if (!pair) {
                    throw new IllegalArgumentException(
                            "the id of a document has half of a surrogate pair at position " + i);
                }
                i++;
            }
        }
        return id;
    }

    /**
     * The id, which must be the value's own where the class has one: it would come back with the other.
     *
     * @throws IllegalArgumentException when it is another, or none
     */
    public static <T> String requireOwn(DocumentType<T> type, String id, T value) {
        require(id);
        if (type.findIdName().isPresent() && !type.idOf(value).equals(id)) {
            throw new IllegalArgumentException("a document of " + type.name() + " with the id '" + type.idOf(value)
                    + "' cannot be stored under the id '" + id + "'");
        }
        return id;
    }

    private static int bytes(String id) {
        return id.getBytes(StandardCharsets.UTF_8).length;
    }
}
