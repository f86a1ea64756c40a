package dev.leat.cassandra.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one key.
 *
 * @param agreed what both sides last looked like together; {@link Fingerprint#ABSENT} also when they never did
 * @param intent a write that was about to be sent, and of which it was not yet recorded how it ended; it is written down
 *     <em>before</em> the data, so that after a crash our own write is never taken for somebody's edit
 * @param doubts earlier intents that came to no known end and may still arrive. In the table they are beaten by the
 *     timestamp of what is written after them, so they end with the next write that is acknowledged; in the index compare-and-set beats
 *     them, but not a create, so they are remembered for as long as a request can be under way
 * @param time the highest timestamp that a cell of the row is known to have had, or that we wrote or were about to
 *     write, in microseconds, and of a key that is gone not before it was found to be: every write to the row goes beyond it
 * @param document the version of the document since both sides looked as agreed, if it has nothing but what the row has;
 *     null when it is not known, or absent
 * @param version of this entry; null when it is not stored yet
 */
public record LedgerEntry(
        RowKey key,
        Fingerprint agreed,
        @Nullable Intent intent,
        List<Intent> doubts,
        long time,
        @Nullable Version document,
        @Nullable Version version) {

    /** Before any timestamp. */
    public static final long NO_TIME = Long.MIN_VALUE;

    private static final int MAX_DOUBTS = 8;

    /**
     * A write.
     *
     * @param target the side that is written to
     * @param image what it looks like afterwards
     * @param at when this was written down, in microseconds of the machine's clock
     * @param over the version that the document must have for this to be applied; null for a create, and in the table
     */
    public record Intent(
            Side target,
            Fingerprint image,
            long at,
            @Nullable Version over) {

        boolean isLike(Intent other) {
            return target == other.target && image.equals(other.image) && Objects.equals(over, other.over);
        }

        /** Whether it may still arrive in an index where the document has that version, or none. */
        boolean mayArrive(@Nullable Version document) {
            return over == null || over.equals(document);
        }
    }

    public LedgerEntry {
        doubts = List.copyOf(doubts);
    }

    /** The entry of a key that was never seen. */
    public static LedgerEntry unknown(RowKey key) {
        return new LedgerEntry(key, Fingerprint.ABSENT, null, List.of(), NO_TIME, null, null);
    }

    /** In place of this one, an entry that says nothing: it is removed from the ledger. */
    LedgerEntry forgotten() {
        return unknown(key).withVersion(version);
    }

    /** Whether it says no more than {@link #unknown}. */
    public boolean isBlank() {
        return agreed.isAbsent() && intent == null && doubts.isEmpty() && time == NO_TIME;
    }

    /** Whether a write is not known to have ended, so that the key must be looked at again. */
    public boolean isOpen() {
        return intent != null || isUnfinished(Side.TABLE);
    }

    /** Whether writes to a side may still arrive there. */
    boolean isUnfinished(Side side) {
        return unfinished(side).findAny().isPresent();
    }

    /** Whether writes to the table may still arrive that would make the row look different. */
    boolean threatensRow(Fingerprint image) {
        return doubts.stream().anyMatch(doubt -> doubt.target() == Side.TABLE)
                || (intends(Side.TABLE) && !intends(Side.TABLE, image));
    }

    boolean intends(Side target) {
        return intent != null && intent.target() == target;
    }

    boolean intends(Side target, Fingerprint image) {
        return intent != null && intent.target() == target && intent.image().equals(image);
    }

    /** Whether the row may look like this without anybody but us having written to it. */
    boolean explainsRow(Fingerprint image) {
        return image.equals(agreed)
                || unfinished(Side.TABLE).anyMatch(write -> write.image().equals(image));
    }

    /**
     * Whether the document may look like this without anybody but us having written to it.
     *
     * @param since when a write that may still arrive was sent at the earliest
     */
    boolean explainsDoc(Fingerprint image, long since) {
        return image.equals(agreed)
                || intends(Side.INDEX, image)
                || unfinished(Side.INDEX).anyMatch(write -> write.image().equals(image) && write.at() >= since);
    }

    private Stream<Intent> unfinished(Side side) {
        return Stream.concat(Stream.ofNullable(intent), doubts.stream()).filter(write -> write.target() == side);
    }

    /**
     * What the document is without a look at it, unless somebody has written to it since; null when that cannot be told. A
     * write that did not end may have changed it.
     */
    @Nullable
    DocState knownDocument() {
        if (intent != null || !doubts.isEmpty()) {
            return null;
        }
        if (agreed.isAbsent()) {
            return new DocState.Absent();
        }
        return document == null ? null : new DocState.Known(agreed, document);
    }

    LedgerEntry withVersion(@Nullable Version version) {
        return new LedgerEntry(key, agreed, intent, doubts, time, document, version);
    }

    LedgerEntry withDocument(@Nullable Version document) {
        return new LedgerEntry(key, agreed, intent, doubts, time, document, version);
    }

    /** A write is about to be sent. */
    LedgerEntry intending(Intent next, long time) {
        return new LedgerEntry(key, agreed, next, doubtsWith(intent), Math.max(this.time, time), null, version);
    }

    /**
     * Both sides look like this now, because the document was written; what may still arrive in the table stays open.
     *
     * @param document the version of the document; null when it is absent
     */
    LedgerEntry settled(Fingerprint agreed, @Nullable Version document, long time) {
        Intent astray = intent != null && !intent.image().equals(agreed) ? intent : null;
        List<Intent> left = new ArrayList<>(doubtsWith(astray));
        left.removeIf(doubt -> doubt.target() == Side.INDEX && !doubt.mayArrive(document));
        return new LedgerEntry(key, agreed, null, left, Math.max(this.time, time), null, version);
    }

    /** Both sides look like this now, and nothing that may still arrive in the table can change that. */
    LedgerEntry closed(Fingerprint agreed, @Nullable Version document, long time) {
        LedgerEntry settled = settled(agreed, document, time);
        List<Intent> left = new ArrayList<>(settled.doubts);
        left.removeIf(doubt -> doubt.target() == Side.TABLE);
        return new LedgerEntry(key, agreed, null, left, settled.time, null, version);
    }

    /** The write that was intended was refused. */
    LedgerEntry withdrawn() {
        return new LedgerEntry(key, agreed, null, doubts, time, null, version);
    }

    private List<Intent> doubtsWith(@Nullable Intent more) {
        if (more == null) {
            return doubts;
        }
        List<Intent> all = new ArrayList<>(doubts);
        all.removeIf(doubt -> doubt.isLike(more));
        all.add(more);
        return all.subList(Math.max(0, all.size() - MAX_DOUBTS), all.size());
    }
}
