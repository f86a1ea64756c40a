package dev.leat.spark.write;

import java.io.Serializable;

/**
 * What became of rows.
 *
 * @param written documents that were stored, changed or removed
 * @param unchanged documents that were as they should be, and deletes of what was not there
 * @param skipped rows whose version was not newer than the one in the index
 * @param refused rows that could not be written
 * @param unread rows that were not looked at any more, after too many refusals
 * @param bytes sent, repeats included
 */
record Counts(long written, long unchanged, long skipped, long refused, long unread, long bytes)
        implements Serializable {

    static Counts none() {
        return new Counts(0, 0, 0, 0, 0, 0);
    }

    Counts plus(Counts other) {
        return new Counts(
                written + other.written,
                unchanged + other.unchanged,
                skipped + other.skipped,
                refused + other.refused,
                unread + other.unread,
                bytes + other.bytes);
    }

    @Override
    public String toString() {
        return written + " written, " + unchanged + " unchanged, " + skipped + " skipped for their version, " + refused
                + " refused" + (unread > 0 ? ", at least " + unread + " not tried any more" : "");
    }
}
