package dev.leat.app.collection;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.OutcomeUnknownException;
import dev.leat.elastic.UnavailableException;
import java.util.function.Supplier;

/** Says how to go on when a migration does not come to its end. */
final class Migrating {

    private Migrating() {}

    static <T> T run(String collection, Supplier<T> migration) {
        String again =
                "'leat collection reindex " + collection + "' goes on with it, and with --rollback takes it back";
        try {
            return migration.get();
        } catch (CancelledException e) {
            throw new CancelledException(
                    "the work on collection " + collection + " was interrupted; if a migration had begun, its writers"
                            + " wait: " + again,
                    e);
        } catch (UnavailableException e) {
            throw new UnavailableException(e.getMessage() + "; if a migration had begun, " + again, e);
        } catch (OutcomeUnknownException e) {
            throw new OutcomeUnknownException(e.getMessage() + "; if a migration had begun, " + again, e);
        }
    }
}
