package dev.leat.datastore.schema;

import java.util.Locale;

/**
 * A migration that has begun and not ended: a process is at it, or it was broken off. Writers of the collection wait.
 *
 * @param step the last step that is done: planned, blocked, created, copied, verified, swapped, abandoning, rollingback
 * @param from the index that was in use when it began
 * @param to the index that is to take its place
 * @param schema of the new index
 */
public record PendingMigration(String step, String from, String to, Schema schema) {

    static PendingMigration of(MigrationStep step) {
        MigrationStep.Move move = step.move();
        return new PendingMigration(
                step.word().toLowerCase(Locale.ROOT),
                move.from().index(),
                move.to().index(),
                move.schema());
    }
}
