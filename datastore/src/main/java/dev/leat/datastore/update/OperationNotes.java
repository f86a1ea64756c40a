package dev.leat.datastore.update;

import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;

/** Which updates a document notes as carried out: its hidden object {@code _leat}, as the update script writes it. */
record OperationNotes(JsonNode hidden) {

    /** The hidden object's name in a document. */
    static final String FIELD = "_leat";

    /** What of it matters here. */
    static final String FIELDS = "_leat.ops,_leat.gone";

    /** What a document knows of an update. */
    enum Finding {
        CARRIED_OUT,
        NOT_CARRIED_OUT,

        /** It has forgotten operations of that time. */
        FORGOTTEN
    }

    static OperationNotes of(JsonNode source) {
        return new OperationNotes(source.path(FIELD));
    }

    /** @param since a moment before it was first sent, by the cluster's clock in milliseconds; asked only if it matters */
    Finding find(OperationId id, LongSupplier since) {
        JsonNode noted = hidden.path("ops").path(id.lane());
        if (noted.isArray()) {
            return noted.path(0).asLong(0) >= id.number() ? Finding.CARRIED_OUT : Finding.NOT_CARRIED_OUT;
        }
        JsonNode gone = hidden.path("gone");
        return gone.isNumber() && gone.longValue() >= since.getAsLong() ? Finding.FORGOTTEN : Finding.NOT_CARRIED_OUT;
    }
}
