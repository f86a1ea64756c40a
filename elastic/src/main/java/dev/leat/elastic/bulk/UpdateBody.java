package dev.leat.elastic.bulk;

import dev.leat.elastic.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The body of an update, read only when it must be found out whether the update took effect. */
final class UpdateBody {

    /** What carrying the update out twice would mean. */
    enum Kind {

        /** A partial document: the second time changes nothing. */
        DOC,

        /** A partial document, or another one if there is none yet: the second time applies the first to the second. */
        DOC_OR_UPSERT,

        /** A script, or what cannot be read: the second time may count twice. */
        SCRIPT
    }

    private final Kind kind;
    private final @Nullable JsonNode doc;
    private final @Nullable JsonNode upsert;

    private UpdateBody(Kind kind, @Nullable JsonNode doc, @Nullable JsonNode upsert) {
        this.kind = kind;
        this.doc = doc;
        this.upsert = upsert;
    }

    static UpdateBody parse(byte @Nullable [] body) {
        try {
            JsonNode root = Json.MAPPER.readTree(body == null ? new byte[0] : body);
            JsonNode doc = root.get("doc");
            JsonNode upsert = root.get("upsert");
            if (doc == null || !doc.isObject() || root.has("script")) {
                return new UpdateBody(Kind.SCRIPT, null, upsert);
            }
            boolean asUpsert = root.path("doc_as_upsert").asBoolean(false);
            return upsert == null || asUpsert
                    ? new UpdateBody(Kind.DOC, doc, null)
                    : new UpdateBody(Kind.DOC_OR_UPSERT, doc, upsert);
        } catch (JacksonException unreadable) {
            return new UpdateBody(Kind.SCRIPT, null, null);
        }
    }

    Kind kind() {
        return kind;
    }

    boolean hasUpsert() {
        return upsert != null;
    }

    /** Whether a stored document is exactly the one to start with. */
    boolean isUpsert(@Nullable JsonNode stored) {
        return upsert != null && upsert.equals(stored);
    }

    /** Whether merging the partial document into a stored one would change nothing. */
    boolean isContainedIn(@Nullable JsonNode stored) {
        return doc != null && stored != null && contains(stored, doc);
    }

    private static boolean contains(JsonNode stored, JsonNode part) {
        if (!stored.isObject() || !part.isObject()) {
            return stored.equals(part);
        }
        for (Map.Entry<String, JsonNode> field : part.properties()) {
            JsonNode value = stored.get(field.getKey());
            if (value == null || !contains(value, field.getValue())) {
                return false;
            }
        }
        return true;
    }
}
