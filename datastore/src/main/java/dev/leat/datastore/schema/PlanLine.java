package dev.leat.datastore.schema;

/**
 * One difference between the schema that is wanted and what is in the cluster.
 *
 * @param path the field, with dots between the parts; the name of a setting for {@link Kind#SETTING}
 * @param message what changes, such as {@code keyword -> long}
 */
public record PlanLine(Kind kind, String path, String message, Cost cost) {

    /** What a line is about. */
    public enum Kind {
        /** The collection is not there. */
        MISSING('+'),
        /** A field is not there. */
        ADDED('+'),
        /** A field is there and differs. */
        CHANGED('~'),
        /** A field is there and not wanted any more: it stays readable until a reindex. */
        REMOVED('-'),
        /** A setting of the index differs. */
        SETTING('~');

        private final char sign;

        Kind(char sign) {
            this.sign = sign;
        }
    }

    /** Whether documents of the wanted schema cannot be kept in the index as it is. */
    boolean isObstacle() {
        return kind == Kind.CHANGED && cost != Cost.FREE;
    }

    /** Such as {@code ~ seen: keyword -> long (needs a reindex)}. */
    @Override
    public String toString() {
        return kind.sign + " " + path + ": " + message + " (" + cost.words() + ")";
    }
}
