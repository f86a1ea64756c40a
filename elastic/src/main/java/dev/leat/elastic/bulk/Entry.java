package dev.leat.elastic.bulk;

import dev.leat.elastic.bulk.WriteOutcome.Rejected;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One accepted operation on its way to its outcome. Its mutable part belongs to the {@link OperationQueue} while it
 * waits and to the one thread that holds its {@link Batch} while it is under way; the writer's lock is the hand-over.
 */
final class Entry {

    /** What an operation costs in memory besides its bytes: the objects around it, measured with 64-bit pointers. */
    static final int OVERHEAD = 256;

    /** Elasticsearch refuses longer ids, and the whole request with them. */
    private static final int MAX_ID_BYTES = 512;

    /** Documents are the same when index and id are. */
    record Key(String index, String id) {}

    final BulkOperation operation;
    final Key key;

    /** The source as it is sent, which is one line. */
    final byte @Nullable [] source;

    /** The length of action line and source in a request. */
    final long bytes;

    /** Set when the operation cannot be sent at all: the outcome that it gets in its turn. */
    final @Nullable Rejected refusal;

    /** Its place in the order of acceptance, and when that was. */
    long sequence;

    long writtenAt;

    /** The next operation on the same document, which waits for this one's outcome. */
    @Nullable
    Entry next;

    /** The end of the chain of {@link #next}; kept by its first entry only. */
    Entry last = this;

    /** The batch that it is under way in and has no outcome from yet. */
    @Nullable
    Batch holder;

    Guarding guarding = Guarding.AsWritten.AS_WRITTEN;

    /** Whether an earlier sending may have been carried out. */
    boolean doubtful;

    /** Whether a conflict could be with an earlier sending of its own, although that was answered with a refusal. */
    boolean suspect;

    /** Failed sendings so far, and when the first of them failed. */
    int failures;

    long firstFailure;

    /** Conflicts met by sendings after a loss. */
    int conflicts;

    /** When it may be sent again. */
    long due;

    /** Most operations that a request with this one in it may have: small while a culprit is searched. */
    int groupLimit = Integer.MAX_VALUE;

    Entry(BulkOperation operation) {
        this.operation = operation;
        this.key = new Key(operation.index(), operation.id());
        byte[] given = operation.source();
        byte[] line = given == null ? null : SourceLine.of(given);
        this.refusal = refusal(operation, given != null && line == null);
        this.source = line == null ? given : line;
        this.bytes = ActionLine.length(operation) + (source == null ? 0 : source.length + 1L);
    }

    private static @Nullable Rejected refusal(BulkOperation operation, boolean brokenSource) {
        if (brokenSource) {
            return new Rejected(400, "malformed_source", "the source is not JSON: a line break within a string");
        }
        String id = operation.id();
        if (id.isEmpty()) {
            return new Rejected(400, "malformed_id", "the id is empty");
        }
        if (id.length() * 3 > MAX_ID_BYTES && id.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES) {
            return new Rejected(400, "malformed_id", "the id has more than " + MAX_ID_BYTES + " bytes");
        }
        return null;
    }

    void accepted(long place, long now) {
        sequence = place;
        writtenAt = now;
    }

    /** What it adds to the bytes in flight. */
    long weight() {
        return bytes + OVERHEAD;
    }

    /** Notes a sending that came to nothing. */
    void failed(long now) {
        if (failures == 0) {
            firstFailure = now;
        }
        failures++;
    }

    @Override
    public String toString() {
        return operation + " #" + sequence;
    }
}
