package dev.leat.datastore.archive;

import dev.leat.datastore.document.StoredSource;
import dev.leat.elastic.DeadLetter;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One document on its way into the archive. Used by one thread, but for the outcomes of its writes. */
final class Moving {

    /** What has become of a document that is no longer on its way. */
    sealed interface End {

        /** It is in the archive and no longer in the collection. */
        enum Moved implements End {
            MOVED
        }

        /** It is not as it was found, or this cannot be told: to be looked at again. */
        enum Again implements End {
            AGAIN
        }

        /** It is in the collection, and does not go into the archive. */
        record Failed(DeadLetter letter) implements End {}
    }

    private final StoredSource original;
    private final List<StoredSource> earlier = new ArrayList<>();
    private String mark = "";
    private @Nullable StoredSource copy;
    private volatile @Nullable BulkOperation operation;
    private volatile @Nullable WriteOutcome outcome;
    private @Nullable End end;

    Moving(StoredSource original) {
        this.original = original;
    }

    StoredSource original() {
        return original;
    }

    String id() {
        return original.id();
    }

    boolean isUnderWay() {
        return end == null;
    }

    @Nullable
    End end() {
        return end;
    }

    void moved() {
        end = End.Moved.MOVED;
    }

    void again() {
        end = End.Again.AGAIN;
    }

    void failed(WriteOutcome why) {
        BulkOperation refused = operation;
        if (refused != null) {
            why.toDeadLetter(refused).ifPresent(letter -> end = new End.Failed(letter));
        }
    }

    /** Copies that were in the archive before. */
    List<StoredSource> earlier() {
        return earlier;
    }

    /** What tells the copy that is being made from all others. */
    String mark() {
        return mark;
    }

    void mark(String unique) {
        this.mark = unique;
    }

    /** The copy that was made, as it was read back. */
    @Nullable
    StoredSource copy() {
        return copy;
    }

    void copy(StoredSource there) {
        this.copy = there;
    }

    void settle(BulkOperation settled, WriteOutcome how) {
        this.operation = settled;
        this.outcome = how;
    }

    /** What became of the last write, which has its outcome. */
    WriteOutcome outcome() {
        WriteOutcome how = outcome;
        if (how == null) {
            throw new IllegalStateException("a write of document '" + id() + "' has no outcome");
        }
        return how;
    }
}
