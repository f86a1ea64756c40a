package dev.leat.connect.mirror;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.DeadLetter;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.OutcomeUnknownException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.BulkWriter;
import dev.leat.elastic.bulk.Guard;
import dev.leat.elastic.bulk.WriteOutcome;
import dev.leat.elastic.cluster.Cluster;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes and deletes the documents of a run, and enters every outcome where it belongs: into the ledger, the tracker of
 * the scope, the dead letters. In a dry run it only says that it has. Thread-safe; blocks for back-pressure.
 */
final class DocumentWriter implements AutoCloseable {

    private final String index;
    private final RunMode mode;
    private final Ledger ledger;
    private final DeadLetterBox deadLetters;
    private final Remarks remarks;
    private final StopSignal signal;
    private final BulkWriter writer;
    private final AtomicLong deleted = new AtomicLong();
    private final AtomicLong changedMeanwhile = new AtomicLong();

    DocumentWriter(
            Cluster cluster,
            MirrorSettings settings,
            Ledger ledger,
            DeadLetterBox deadLetters,
            Remarks remarks,
            StopSignal signal) {
        this.index = settings.index();
        this.mode = settings.mode();
        this.ledger = ledger;
        this.deadLetters = deadLetters;
        this.remarks = remarks;
        this.signal = signal;
        this.writer = BulkWriter.open(cluster, settings.bulk(), this::completed);
    }

    /**
     * Writes a document. Either the settlement will be told, or this throws.
     *
     * @param id as the index will have it
     */
    void write(String id, byte[] document, Ticket.Write ticket) {
        Remark.Kind kind = ticket.fate() == Tally.Fate.CREATED ? Remark.Kind.CREATED : Remark.Kind.UPDATED;
        if (mode == RunMode.DRY_RUN) {
            remarks.add(kind, ticket.scope(), id, "");
            ticket.settlement().done(ticket.fate(), document.length);
            return;
        }
        send(BulkOperation.index(index, id, document).withAttachment(ticket));
    }

    /** Deletes a document if it is still as it was read. */
    void delete(BulkOperation delete, Guard guard) {
        send(delete.withGuard(guard).withAttachment(new Ticket.Delete()));
    }

    /** Keeps a document that cannot be written or read as a dead letter. */
    void reject(String scope, DeadLetter letter, Tally.Fate fate, Settlement settlement) {
        Remark.Kind kind = fate == Tally.Fate.REJECTED ? Remark.Kind.REJECTED : Remark.Kind.FAILED;
        remarks.add(kind, scope, letter.id(), letter.reason());
        if (mode == RunMode.DRY_RUN) {
            settlement.done(fate, 0);
        } else {
            deadLetters.add(letter, scope, fate, settlement);
        }
    }

    /** Blocks until everything written so far has its outcome. */
    void flush() {
        try {
            writer.flush();
        } catch (CancelledException e) {
            throw e;
        } catch (LeatException e) {
            throw signal.stop(e);
        }
        signal.throwIfStopped();
    }

    long deleted() {
        return deleted.get();
    }

    long changedMeanwhile() {
        return changedMeanwhile.get();
    }

    /** Gives up what has not been sent. */
    void cancel() {
        writer.cancel();
    }

    @Override
    public void close() {
        writer.close();
    }

    private void send(BulkOperation operation) {
        try {
            writer.write(operation);
        } catch (CancelledException e) {
            throw e;
        } catch (LeatException e) {
            throw signal.stop(e);
        }
    }

    private void completed(BulkOperation operation, WriteOutcome outcome) {
        switch ((Ticket) Objects.requireNonNull(operation.attachment())) {
            case Ticket.Write ticket -> written(operation, ticket, outcome);
            case Ticket.Delete ticket -> deleted(outcome);
        }
    }

    private void written(BulkOperation operation, Ticket.Write ticket, WriteOutcome outcome) {
        switch (outcome) {
            case WriteOutcome.Written written -> inPlace(operation, ticket);
            case WriteOutcome.Unchanged unchanged -> inPlace(operation, ticket);
            case WriteOutcome.Rejected rejected -> refused(operation, ticket, rejected);
            case WriteOutcome.Unsent unsent -> {
                ticket.settlement().broken();
                signal.stop(new UnavailableException(
                        "Writing to index '" + index + "' has stopped: " + unsent.reason(), null));
            }
            case WriteOutcome.Unknown unknown -> {
                ticket.settlement().broken();
                signal.stop(new OutcomeUnknownException(
                        "A write to index '" + index + "' may have been lost: " + unknown.reason()
                                + "; run it again, it goes on before that write",
                        null));
            }
        }
    }

    private void inPlace(BulkOperation operation, Ticket.Write ticket) {
        try {
            ledger.written(ticket.key(), ticket.content());
        } catch (IOException e) {
            ticket.settlement().broken();
            signal.stop(e);
            return;
        }
        byte[] source = Objects.requireNonNull(operation.source());
        ticket.settlement().done(ticket.fate(), source.length);
    }

    private void refused(BulkOperation operation, Ticket.Write ticket, WriteOutcome.Rejected rejected) {
        if (rejected.type().equals("index_not_found_exception")) {
            ticket.settlement().broken();
            signal.stop(new RejectedException(
                    rejected.status(),
                    rejected.type(),
                    "Index '" + index + "' was deleted while it was written; run it again"));
            return;
        }
        DeadLetter letter = rejected.toDeadLetter(operation).orElseThrow();
        reject(ticket.scope(), letter, Tally.Fate.REJECTED, ticket.settlement());
    }

    private void deleted(WriteOutcome outcome) {
        switch (outcome) {
            case WriteOutcome.Written written -> deleted.incrementAndGet();
            case WriteOutcome.Unchanged unchanged -> deleted.incrementAndGet();
            case WriteOutcome.Rejected rejected -> {
                if (rejected.status() != 409) {
                    signal.stop(new RejectedException(
                            rejected.status(),
                            rejected.type(),
                            "Deleting from index '" + index + "' was refused: " + rejected.reason()));
                }
                changedMeanwhile.incrementAndGet();
            }
            case WriteOutcome.Unsent unsent ->
                signal.stop(new UnavailableException(
                        "Deleting from index '" + index + "' has stopped: " + unsent.reason(), null));
            case WriteOutcome.Unknown unknown ->
                signal.stop(new OutcomeUnknownException(
                        "A delete in index '" + index + "' may have been lost: " + unknown.reason() + "; run it again",
                        null));
        }
    }
}
