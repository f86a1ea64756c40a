package dev.leat.datastore.schema;

/**
 * How a migration ended that had been broken off.
 *
 * @param from the index that was in use when it began
 * @param to the index that was to take its place
 * @param documents how many were copied and compared; 0 unless it moved
 */
public record MigrationEnd(Kind kind, String from, String to, long documents) {

    /** The ways to end. */
    public enum Kind {
        /** The collection is at the new index. */
        MOVED,
        /** The collection is at the old index, as if nothing had been. */
        TAKEN_BACK,
        /** The collection is at the old index again, after having been at the new one. */
        ROLLED_BACK
    }

    /** The index that is in use now. */
    public String index() {
        return kind == Kind.MOVED ? to : from;
    }

    static MigrationEnd of(MigrationStep end) {
        return switch (end) {
            case MigrationStep.Finished finished -> of(Kind.MOVED, finished, finished.documents());
            case MigrationStep.Abandoned abandoned -> of(Kind.TAKEN_BACK, abandoned, 0);
            case MigrationStep.RolledBack rolledBack -> of(Kind.ROLLED_BACK, rolledBack, 0);
            case MigrationStep.Planned step -> throw unended(step);
            case MigrationStep.Blocked step -> throw unended(step);
            case MigrationStep.Created step -> throw unended(step);
            case MigrationStep.Copied step -> throw unended(step);
            case MigrationStep.Verified step -> throw unended(step);
            case MigrationStep.Swapped step -> throw unended(step);
            case MigrationStep.Abandoning step -> throw unended(step);
            case MigrationStep.RollingBack step -> throw unended(step);
        };
    }

    private static MigrationEnd of(Kind kind, MigrationStep end, long documents) {
        return new MigrationEnd(kind, end.move().from().index(), end.move().to().index(), documents);
    }

    private static IllegalStateException unended(MigrationStep step) {
        return new IllegalStateException("a migration is no end at " + step.word());
    }
}
