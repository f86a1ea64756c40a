package dev.leat.datastore.query;

/** A number of documents or groups, and how far it can be trusted. */
public record Total(long value, Exactness exactness) {

    public boolean isExact() {
        return exactness == Exactness.EXACT;
    }

    /** Such as {@code 12}, {@code at least 10000} or {@code about 41000}. */
    @Override
    public String toString() {
        return switch (exactness) {
            case EXACT -> Long.toString(value);
            case AT_LEAST -> "at least " + value;
            case ESTIMATE -> "about " + value;
        };
    }
}
