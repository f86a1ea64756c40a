package dev.leat.cassandra.sync;

import org.jspecify.annotations.Nullable;

/**
 * All that is known of a key at one moment: what a {@link Decision} is made from.
 *
 * @param entry read before the row and the document
 * @param now the machine's clock before anything was read, in microseconds
 */
public record Case(LedgerEntry entry, RowState row, DocState doc, long now) {

    RowKey key() {
        return entry.key();
    }

    /** The highest write time of the row; {@link LedgerEntry#NO_TIME} when none is known. */
    long rowTime() {
        return timeOf(row);
    }

    static long timeOf(RowState row) {
        Long time = row instanceof RowState.Present present ? present.writeTime() : null;
        return time == null ? LedgerEntry.NO_TIME : time;
    }

    /** The version of the document; null when it is absent. */
    @Nullable
    Version docVersion() {
        return switch (doc) {
            case DocState.Present present -> present.version();
            case DocState.Known known -> known.version();
            case DocState.Absent absent -> null;
            case DocState.Unreadable unreadable -> null;
        };
    }

    /** The fields of the document that are in no column. */
    String ownFields() {
        return doc instanceof DocState.Present present ? present.ownFields() : "";
    }

    /** Whether the document has something that a write over it has to keep, so that it must be read before each. */
    boolean isDocSpecial() {
        return doc instanceof DocState.Present present && !present.isPlain();
    }

    boolean isEqual() {
        return row.fingerprint().equals(doc.fingerprint());
    }

    /**
     * Whether somebody else has changed the row since the sides agreed. It is no news when it looks as agreed, or as a
     * write of ours was to leave it; but while a write of ours is under way, a row that is newer than all of ours was
     * written by somebody else, whatever it looks like. Of a row that we meant to delete a bare key is what is left.
     */
    boolean isRowNews() {
        if (isOnlyKeyLeft() && entry.intends(Side.TABLE, Fingerprint.ABSENT)) {
            return false;
        }
        boolean isNewer = entry.isUnfinished(Side.TABLE) && rowTime() > entry.time();
        return isNewer || !entry.explainsRow(row.fingerprint());
    }

    /**
     * Whether somebody else has changed the document since the sides agreed.
     *
     * @param doubtsSince when a write that may still arrive was sent at the earliest
     */
    boolean isDocNews(long doubtsSince) {
        return !entry.explainsDoc(doc.fingerprint(), doubtsSince);
    }

    /** A row of which no value is left and no time is known: when its document is deleted, nothing speaks for keeping it. */
    boolean isOnlyKeyLeft() {
        return row instanceof RowState.Present present && present.content().isEmpty() && present.writeTime() == null;
    }
}
