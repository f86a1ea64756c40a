package dev.leat.connect.mirror;

import dev.leat.connect.Content;
import dev.leat.connect.DocumentRules;
import dev.leat.connect.SourceDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Judges and encodes what a source puts: the same way for every kind of run, so that runs agree on what is unchanged. */
final class DocumentIntake {

    private final String scope;
    private final MirrorSettings.Documents settings;
    private final DocumentForm form;
    private final DocumentEncoder encoder;
    private final DocumentKeys keys = new DocumentKeys();

    /** For one thread, save {@link #fetched}. */
    DocumentIntake(String scope, MirrorSettings.Documents settings, DocumentForm form) {
        this.scope = scope;
        this.settings = settings;
        this.form = form;
        this.encoder = new DocumentEncoder(scope, form);
    }

    /** What is to become of a document. */
    sealed interface Verdict {

        /** The rules do not want it. */
        record Filtered(String id) implements Verdict {}

        /** It is larger than a document may be. */
        record TooLarge(String id, String reason) implements Verdict {}

        /** It cannot be written; the id is empty when it has none. */
        record Impossible(String id, String type, String reason) implements Verdict {}

        /**
         * It is wanted.
         *
         * @param id as the index will have it
         * @param fields eager ones, encoded
         * @param document without content if that is not wanted
         */
        @SuppressWarnings("ArrayRecordComponent") // Never compared; handed from hand to hand.
        record Wanted(String id, Hash128 key, Hash128 hash, byte[] fields, SourceDocument document) implements Verdict {

            /** Whether there is something to be fetched. */
            boolean hasContent() {
                return document.content() != null;
            }
        }
    }

    Hash128 key(String id) {
        return keys.key(id);
    }

    Verdict judge(SourceDocument put) {
        if (put.id().isEmpty()) {
            return new Verdict.Impossible("", "no_id", "the document has no id");
        }
        String id = DocumentKeys.storableId(put.id());
        if (!settings.rules().equals(DocumentRules.all()) && !settings.rules().admits(seenByRules(id, put))) {
            return new Verdict.Filtered(id);
        }
        byte[] fields;
        try {
            fields = encoder.fields(put.fields());
        } catch (JacksonException e) {
            return new Verdict.Impossible(id, "not_json", "cannot be written as JSON: " + e.getOriginalMessage());
        }
        String excess = excess(fields.length, put.fields());
        if (excess != null) {
            return new Verdict.TooLarge(id, excess);
        }
        SourceDocument document = settings.contents() == Contents.LEFT_OUT ? put.withoutContent() : put;
        return new Verdict.Wanted(id, keys.key(id), encoder.hash(fields, document), fields, document);
    }

    /** The bytes of a document whose eager fields are all there is, or all that is wanted now. */
    byte[] whole(Verdict.Wanted wanted) {
        return encoder.document(wanted.fields(), wanted.id(), wanted.document(), wanted.hash());
    }

    /**
     * The bytes of a document with its content. Blocks; any thread.
     *
     * @throws DocumentTooLargeException when it has become too large
     * @throws Exception whatever the source throws
     */
    byte[] fetched(Verdict.Wanted wanted) throws Exception {
        Content content = Objects.requireNonNull(wanted.document().content());
        Map<String, @Nullable Object> fields =
                new LinkedHashMap<>(wanted.document().fields());
        fields.putAll(content.fetch());
        DocumentEncoder own = new DocumentEncoder(scope, form);
        byte[] encoded = own.fields(fields);
        String excess = excess(encoded.length, fields);
        if (excess != null) {
            throw new DocumentTooLargeException(excess);
        }
        return own.document(encoded, wanted.id(), wanted.document(), wanted.hash());
    }

    private @Nullable String excess(int length, Map<String, @Nullable Object> fields) {
        // An attachment is not text; the pipeline removes it.
        if (length <= settings.maxBytes() || fields.containsKey("_attachment")) {
            return null;
        }
        return "has %,d bytes of JSON, more than the %,d of max_text_document_size"
                .formatted(length, settings.maxBytes());
    }

    private static Map<String, @Nullable Object> seenByRules(String id, SourceDocument document) {
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        seen.put("id", id);
        if (document.timestamp() != null) {
            seen.put("_timestamp", document.timestamp());
        }
        seen.putAll(document.fields());
        seen.put("_id", id);
        return seen;
    }
}
