package dev.leat.connect.mirror;

import dev.leat.elastic.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectWriter;

/**
 * Turns the documents of one scope into bytes and hashes. For one thread.
 *
 * <p>The hash covers the scope and the bytes that are written (without {@code _leat}); of documents with content, the
 * eager fields and the timestamp instead.
 */
final class DocumentEncoder {

    /** The field of every mirrored document that is the mirror's own. */
    static final String OWN_FIELD = "_leat";

    /** What Elasticsearch allows. */
    private static final int MAX_ID_BYTES = 512;

    // In every hash: change it when the bytes or the rule change, and all documents count as changed once.
    private static final int FORMAT = 1;
    private static final ObjectWriter WRITER = Json.MAPPER.writer();

    private final MessageDigest sha256 = digest("SHA-256");
    private final byte[] scope;
    private final String scopeJson;

    DocumentEncoder(String scope) {
        this.scope = scope.getBytes(StandardCharsets.UTF_8);
        this.scopeJson = Json.MAPPER.writeValueAsString(scope);
    }

    /** The id as the index will have it: as it is, or its MD5 when it is too long. */
    static String storableId(String id) {
        if (id.length() * 3L <= MAX_ID_BYTES) {
            return id;
        }
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= MAX_ID_BYTES
                ? id
                : HexFormat.of().formatHex(digest("MD5").digest(bytes));
    }

    Hash128 key(String id) {
        return Hash128.ofDigest(sha256.digest(id.getBytes(StandardCharsets.UTF_8)));
    }

    /** The fields as one JSON object. */
    byte[] fields(Map<String, @Nullable Object> fields) {
        if (!fields.containsKey(OWN_FIELD)) {
            return WRITER.writeValueAsBytes(fields);
        }
        Map<String, @Nullable Object> others = new LinkedHashMap<>(fields);
        others.remove(OWN_FIELD);
        return WRITER.writeValueAsBytes(others);
    }

    /** The hash of a document that is known in full. */
    Hash128 hash(byte[] fields) {
        start('F');
        sha256.update(fields);
        return Hash128.ofDigest(sha256.digest());
    }

    /** The hash of a document whose content is not known yet. */
    Hash128 hash(byte[] eagerFields, @Nullable String timestamp) {
        start('C');
        byte[] time = timestamp == null ? new byte[0] : timestamp.getBytes(StandardCharsets.UTF_8);
        sha256.update(ByteBuffer.allocate(4)
                .putInt(timestamp == null ? -1 : time.length)
                .flip());
        sha256.update(time);
        sha256.update(eagerFields);
        return Hash128.ofDigest(sha256.digest());
    }

    /** What is written: the fields, and what the mirror wants to find again. */
    byte[] document(byte[] fields, Hash128 hash) {
        boolean empty = fields.length <= 2;
        byte[] own = "%s\"%s\":{\"hash\":\"%s\",\"scope\":%s}}"
                .formatted(empty ? "" : ",", OWN_FIELD, hash.text(), scopeJson)
                .getBytes(StandardCharsets.UTF_8);
        byte[] document = new byte[fields.length - 1 + own.length];
        System.arraycopy(fields, 0, document, 0, fields.length - 1);
        System.arraycopy(own, 0, document, fields.length - 1, own.length);
        return document;
    }

    private void start(char kind) {
        sha256.update(ByteBuffer.allocate(10)
                .putInt(FORMAT)
                .putChar(kind)
                .putInt(scope.length)
                .flip());
        sha256.update(scope);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
    }
}
