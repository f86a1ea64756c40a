package dev.leat.datastore.update;

import dev.leat.elastic.RejectedException;

/** The stored document does not allow an update: a number beyond its bounds, an object where a list should be. */
public final class UpdateRefusedException extends RejectedException {

    private static final long serialVersionUID = 1L;

    /** @param reason one line that names the operation and the field, never a value */
    public UpdateRefusedException(String reason) {
        super(400, "update_refused", reason);
    }
}
