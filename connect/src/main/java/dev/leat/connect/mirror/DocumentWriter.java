package dev.leat.connect.mirror;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.DeadLetter;
import dev.leat.elastic.Json;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.MarkedThreads;
import dev.leat.elastic.OutcomeUnknownException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.BulkWriter;
import dev.leat.elastic.bulk.Guard;
import dev.leat.elastic.bulk.WriteOutcome;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Repeat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes and deletes the documents of a run, and enters every outcome where it belongs: into the ledger, the tracker of
 * the scope, the dead letters. In a dry run it only says that it has. Thread-safe; blocks for back-pressure.
 */
final class DocumentWriter implements AutoCloseable {

    private final String index;
    private final RunMode mode;
    private final Security security;
    private final WriteRecord record;
    private final DeadLetterBox deadLetters;
    private final Remarks remarks;
    private final ErrorMonitor errors;
    private final StopSignal signal;
    private final BulkWriter writer;
    private final Outstanding restrictions = new Outstanding();
    private final AtomicLong deleted = new AtomicLong();
    private final AtomicLong changedMeanwhile = new AtomicLong();

    DocumentWriter(
            Cluster cluster,
            MirrorSettings settings,
            WriteRecord record,
            DeadLetterBox deadLetters,
            Remarks remarks,
            ErrorMonitor errors,
            StopSignal signal) {
        this.index = settings.index();
        this.mode = settings.mode();
        this.security = settings.documents().security();
        this.record = record;
        this.deadLetters = deadLetters;
        this.remarks = remarks;
        this.errors = errors;
        this.signal = signal;
        this.writer = BulkWriter.open(cluster, settings.bulk(), this::completed);
    }

    /**
     * Writes a document. Either the settlement will be told, or this throws.
     *
     * @param id as the index will have it
     */
    void write(String id, byte[] document, Ticket.Write ticket) {
        Tally.Fate fate = ticket.fate() == Tally.Fate.CREATED ? Tally.Fate.CREATED : Tally.Fate.UPDATED;
        if (mode == RunMode.DRY_RUN) {
            Remark.Kind kind = fate == Tally.Fate.CREATED ? Remark.Kind.CREATED : Remark.Kind.UPDATED;
            remarks.add(kind, ticket.scope(), id, "");
            ticket.settlement().done(fate, document.length);
            return;
        }
        send(BulkOperation.index(index, id, document).withAttachment(ticket));
    }

    /** Deletes a document if it is still as it was read. */
    void delete(BulkOperation delete, Guard guard, Hash128 key) {
        send(delete.withGuard(guard).withAttachment(new Ticket.Delete(key)));
    }

    /** Deletes a document, whatever it is, if it is there. */
    void remove(String scope, BulkOperation delete) {
        if (mode == RunMode.DRY_RUN) {
            remarks.add(Remark.Kind.DELETED, scope, delete.id(), "");
            return;
        }
        send(delete.withAttachment(new Ticket.Removal()));
    }

    /**
     * Keeps a document that cannot be written or read as a dead letter. Where documents say who may see them, an indexed
     * copy is given the access list of this version first: what cannot be shown anew must not be shown to those who may
     * not see it any more.
     *
     * @param access who may see this version, null when nobody has said
     */
    void reject(
            String scope, DeadLetter letter, Tally.Fate fate, @Nullable List<String> access, Settlement settlement) {
        if (security == Security.OPEN || mode == RunMode.DRY_RUN || letter.id().isEmpty()) {
            reject(scope, letter, fate, settlement);
            return;
        }
        String list = Json.MAPPER.writeValueAsString(DocumentForm.effective(access));
        restrict(letter.id(), list, settlement, () -> reject(scope, letter, fate, settlement));
    }

    private void restrict(String id, String accessJson, Settlement settlement, Runnable then) {
        restrictions.begin();
        try {
            send(BulkOperation.update(index, id, AccessSeal.update(accessJson))
                    .withRepeat(Repeat.IDEMPOTENT)
                    .withAttachment(new Ticket.Restriction(settlement, then)));
        } catch (RuntimeException e) {
            restrictions.end();
            throw e;
        }
    }

    /** Keeps a document that cannot be written or read as a dead letter; an indexed copy stays as it is. */
    void reject(String scope, DeadLetter letter, Tally.Fate fate, Settlement settlement) {
        Remark.Kind kind = fate == Tally.Fate.REJECTED ? Remark.Kind.REJECTED : Remark.Kind.FAILED;
        remarks.add(kind, scope, letter.id(), letter.reason());
        errors.failure(letter.id(), letter.reason());
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
            restrictions.await();
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
            case Ticket.Delete ticket -> deleted(outcome, () -> gone(ticket), () -> gone(ticket));
            case Ticket.Removal ticket -> deleted(outcome, deleted::incrementAndGet, () -> {});
            case Ticket.Restriction ticket -> restricted(ticket, outcome);
        }
    }

    private void written(BulkOperation operation, Ticket.Write ticket, WriteOutcome outcome) {
        switch (outcome) {
            case WriteOutcome.Written written ->
                inPlace(
                        operation,
                        ticket,
                        written.result() == WriteOutcome.Result.CREATED ? Tally.Fate.CREATED : Tally.Fate.UPDATED);
            case WriteOutcome.Unchanged unchanged -> inPlace(operation, ticket, Tally.Fate.UPDATED);
            case WriteOutcome.Rejected rejected -> refused(operation, ticket, rejected);
            case WriteOutcome.Unsent unsent -> {
                ticket.settlement().broken();
                stopped("Writing to", unsent.reason());
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

    /** @param told what the outcome says; a run that knows what the index had knows better */
    private void inPlace(BulkOperation operation, Ticket.Write ticket, Tally.Fate told) {
        try {
            record.written(ticket.key(), ticket.content());
        } catch (IOException e) {
            ticket.settlement().broken();
            signal.stop(e);
            return;
        }
        byte[] source = Objects.requireNonNull(operation.source());
        Tally.Fate fate = ticket.fate();
        ticket.settlement().done(fate == null ? told : fate, source.length);
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
        if (security == Security.OPEN) {
            reject(ticket.scope(), letter, Tally.Fate.REJECTED, ticket.settlement());
            return;
        }
        // Who listens to outcomes must not write.
        List<String> access = access(operation);
        restrictions.begin();
        MarkedThreads.start("leat-letter", () -> {
            try {
                reject(ticket.scope(), letter, Tally.Fate.REJECTED, access, ticket.settlement());
            } catch (LeatException | IllegalStateException ended) {
                ticket.settlement().broken();
            } finally {
                restrictions.end();
            }
        });
    }

    private static List<String> access(BulkOperation operation) {
        List<String> access = new ArrayList<>();
        Json.MAPPER
                .readTree(Objects.requireNonNull(operation.source()))
                .path(DocumentForm.ACCESS_FIELD)
                .forEach(entry -> access.add(entry.asString()));
        return access;
    }

    private void restricted(Ticket.Restriction ticket, WriteOutcome outcome) {
        try {
            switch (outcome) {
                case WriteOutcome.Written written -> ticket.then().run();
                case WriteOutcome.Unchanged unchanged -> ticket.then().run();
                case WriteOutcome.Rejected rejected -> {
                    // Where there is no copy, there is nothing to hide.
                    if (rejected.status() == 404) {
                        ticket.then().run();
                    } else {
                        ticket.settlement().broken();
                        signal.stop(new RejectedException(
                                rejected.status(),
                                rejected.type(),
                                "Index '" + index + "' refuses to change who may see a document: "
                                        + rejected.reason()));
                    }
                }
                case WriteOutcome.Unsent unsent -> {
                    ticket.settlement().broken();
                    stopped("Writing to", unsent.reason());
                }
                case WriteOutcome.Unknown unknown -> lost(ticket, unknown.reason());
            }
        } finally {
            restrictions.end();
        }
    }

    /** Ends the run by what made the writer stop, which says more than the outcome of an operation. */
    private void stopped(String what, String reason) {
        try {
            writer.requireNotFailed();
            signal.stop(new UnavailableException(what + " index '" + index + "' has stopped: " + reason, null));
        } catch (LeatException cause) {
            signal.stop(cause);
        }
    }

    private void lost(Ticket.Restriction ticket, String reason) {
        ticket.settlement().broken();
        signal.stop(new UnavailableException("Writing to index '" + index + "' has stopped: " + reason, null));
    }

    private void gone(Ticket.Delete ticket) {
        record.deleted(ticket.key());
        deleted.incrementAndGet();
    }

    private void deleted(WriteOutcome outcome, Runnable whenDeleted, Runnable whenAbsent) {
        switch (outcome) {
            case WriteOutcome.Written written -> whenDeleted.run();
            case WriteOutcome.Unchanged unchanged -> whenAbsent.run();
            case WriteOutcome.Rejected rejected -> {
                if (rejected.status() != 409) {
                    signal.stop(new RejectedException(
                            rejected.status(),
                            rejected.type(),
                            "Deleting from index '" + index + "' was refused: " + rejected.reason()));
                }
                changedMeanwhile.incrementAndGet();
            }
            case WriteOutcome.Unsent unsent -> stopped("Deleting from", unsent.reason());
            case WriteOutcome.Unknown unknown ->
                signal.stop(new OutcomeUnknownException(
                        "A delete in index '" + index + "' may have been lost: " + unknown.reason() + "; run it again",
                        null));
        }
    }
}
