package dev.leat.app.load;

import dev.leat.elastic.DeadLetter;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.bulk.Action;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.Guard;
import dev.leat.elastic.bulk.OutcomeListener;
import dev.leat.elastic.bulk.WriteOutcome;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes what became of each line: settles it in its stretch, or keeps it as a dead letter. What was not sent, or may not
 * have arrived but can be sent again without harm, stays open, so that the next run sends it. Thread-safe.
 */
final class Outcomes implements OutcomeListener, Watermark.Listener {

    private final Ledger ledger;
    private final AtomicLong malformed = new AtomicLong();
    private final AtomicLong outdated = new AtomicLong();
    private volatile @Nullable LeatException failure;

    Outcomes(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void completed(BulkOperation operation, WriteOutcome outcome) {
        if (!(operation.attachment() instanceof Watermark.Stretch stretch)) {
            throw new IllegalStateException("every operation of a load knows its stretch");
        }
        switch (outcome) {
            case WriteOutcome.Written written -> stretch.settle();
            case WriteOutcome.Unchanged unchanged -> stretch.settle();
            case WriteOutcome.Rejected rejected -> {
                if (isOutdated(operation, rejected)) {
                    outdated.incrementAndGet();
                    stretch.settle();
                } else {
                    keep(stretch, operation, outcome);
                }
            }
            case WriteOutcome.Unsent unsent -> {}
            case WriteOutcome.Unknown unknown -> {
                if (operation.action() == Action.UPDATE) {
                    keep(stretch, operation, outcome);
                }
            }
        }
    }

    /** Whether the index holds the same version or a newer one, so that there is nothing to write. */
    private static boolean isOutdated(BulkOperation operation, WriteOutcome.Rejected rejected) {
        return rejected.status() == 409 && operation.guard() instanceof Guard.ExternalVersion;
    }

    private static void keep(Watermark.Stretch stretch, BulkOperation operation, WriteOutcome outcome) {
        outcome.toDeadLetter(operation).ifPresentOrElse(letter -> stretch.settle(letter.toJsonLine()), stretch::settle);
    }

    /** A line that is no document. */
    void malformed(Watermark.Stretch stretch, DeadLetter letter) {
        malformed.incrementAndGet();
        stretch.settle(letter.toJsonLine());
    }

    @Override
    public void reached(Watermark.Place place, List<byte[]> letters) {
        if (failure != null) {
            return;
        }
        try {
            ledger.reached(place, letters);
        } catch (IOException e) {
            failure = new LoadStoppedException(
                    "what was rejected cannot be kept in " + ledger.letters().path() + " (" + reason(e)
                            + "); mend that and run again",
                    e);
        }
    }

    private static String reason(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left") ? "the disk is full" : message;
    }

    /** How many documents were left as they are in the index, which has the same version or a newer one. */
    long outdated() {
        return outdated.get();
    }

    /** How many lines were no documents. */
    long malformed() {
        return malformed.get();
    }

    /** What keeps the load from going on, if anything. */
    @Nullable
    LeatException failure() {
        return failure;
    }
}
