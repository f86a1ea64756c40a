package dev.leat.datastore.schema;

import dev.leat.datastore.schema.MigrationStep.Move;
import dev.leat.elastic.LeatException;

/** A migration cannot be done with these documents; the collection is as it was before. */
public class MigrationFailedException extends LeatException {

    private static final long serialVersionUID = 1L;

    MigrationFailedException(Move move, String why) {
        super(
                "collection " + move.from().collection() + " could not be moved from " + move.from() + " to "
                        + move.to() + ": " + why
                        + "; it stays where it was, mend the documents or the schema and begin again",
                null);
    }
}
