package dev.leat.connect.mirror;

import dev.leat.connect.SourceDocument;
import dev.leat.elastic.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the documents of one scope into bytes and hashes. For one thread.
 *
 * <p>The hash covers the scope, the form, who may see the document, and the fields; of documents with content, the eager
 * fields and the timestamp. It does not cover what is of the moment: the time of writing.
 */
final class DocumentEncoder {

    /** The field of every mirrored document that is the mirror's own. */
    static final String OWN_FIELD = "_leat";

    // In every hash: change it when the bytes or the rule change, and all documents count as changed once.
    private static final int FORMAT = 1;
    // About what is added to a document.
    private static final int OWN_BYTES = 192;

    private final MessageDigest sha256 = DocumentKeys.digest("SHA-256");
    private final FieldWriter writer = new FieldWriter();
    private final DocumentForm form;
    private final byte[] scope;
    private final String scopeJson;
    private final byte[] openSeal;

    DocumentEncoder(String scope, DocumentForm form) {
        this.form = form;
        this.scope = scope.getBytes(StandardCharsets.UTF_8);
        this.openSeal = form.seal(null);
        this.scopeJson = Json.MAPPER.writeValueAsString(scope);
    }

    /** The fields, without those that are not the source's to say, as one JSON object. */
    byte[] fields(Map<String, @Nullable Object> fields) {
        return writer.write(form.permitted(fields));
    }

    /** What tells this version of a document from others. */
    Hash128 hash(byte[] eagerFields, SourceDocument document) {
        byte[] seal = form.security() == Security.OPEN ? openSeal : form.seal(document.access());
        boolean whole = document.content() == null;
        // Plain documents are as they were before there were other forms.
        char kind = whole ? 'F' : 'C';
        start(seal.length == 0 ? kind : Character.toLowerCase(kind));
        if (seal.length > 0) {
            sha256.update(ByteBuffer.allocate(4).putInt(seal.length).flip());
            sha256.update(seal);
        }
        if (!whole) {
            timestamp(document.timestamp());
        }
        sha256.update(eagerFields);
        return Hash128.ofDigest(sha256.digest());
    }

    private void start(char kind) {
        sha256.update(ByteBuffer.allocate(10)
                .putInt(FORMAT)
                .putChar(kind)
                .putInt(scope.length)
                .flip());
        sha256.update(scope);
    }

    private void timestamp(@Nullable String timestamp) {
        byte[] time = timestamp == null ? new byte[0] : timestamp.getBytes(StandardCharsets.UTF_8);
        sha256.update(ByteBuffer.allocate(4)
                .putInt(timestamp == null ? -1 : time.length)
                .flip());
        sha256.update(time);
    }

    /**
     * What is written: the fields, what the form adds to them, and what the mirror wants to find again. There is no other
     * way to the bytes of a document, so none is without what the form demands.
     *
     * @param fields what {@link #fields} has made of them
     * @param id as the index will have it
     */
    byte[] document(byte[] fields, String id, SourceDocument document, Hash128 hash) {
        StringBuilder members = new StringBuilder(OWN_BYTES + scopeJson.length());
        form.addMembers(members, id, document.timestamp(), document.access());
        members.append(",\"").append(OWN_FIELD).append("\":{\"hash\":\"").append(hash.text());
        members.append("\",\"scope\":").append(scopeJson).append("}}");
        boolean empty = fields.length <= 2;
        byte[] own = members.substring(empty ? 1 : 0).getBytes(StandardCharsets.UTF_8);
        byte[] whole = new byte[fields.length - 1 + own.length];
        System.arraycopy(fields, 0, whole, 0, fields.length - 1);
        System.arraycopy(own, 0, whole, fields.length - 1, own.length);
        return whole;
    }
}
