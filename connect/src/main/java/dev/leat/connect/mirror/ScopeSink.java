package dev.leat.connect.mirror;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.SourceDocument;
import dev.leat.elastic.DeadLetter;
import dev.leat.elastic.LeatException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes the documents of one scope: skips what has not changed and hands on the rest. For one thread at a time. */
final class ScopeSink implements DocumentSink {

    /** So that a progress bar is not the bottleneck. */
    private static final int PROGRESS_STEP = 64;

    private final ScopeContext context;
    private final String scope;
    private final int number;
    private final ScopeTracker tracker;
    private final DocumentIntake intake;
    private int unreported;

    ScopeSink(ScopeContext context, String scope, int number, ScopeTracker tracker) {
        this.context = context;
        this.scope = scope;
        this.number = number;
        this.tracker = tracker;
        this.intake = new DocumentIntake(scope, context.settings().documents(), context.form());
    }

    @Override
    public void put(SourceDocument document) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Reading scope '" + scope + "' was interrupted");
        }
        context.signal().throwIfStopped();
        advance();
        ScopeSettlement settlement = begin();
        try {
            accept(document, settlement);
        } catch (IOException e) {
            settlement.broken();
            throw context.signal().stop(e);
        } catch (InterruptedException | RuntimeException e) {
            settlement.broken();
            throw e;
        }
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        try {
            tracker.checkpoint(checkpoint);
        } catch (IOException e) {
            throw context.signal().stop(e);
        }
    }

    @Override
    public void skip(String id, String reason) {
        context.signal().throwIfStopped();
        tracker.count(Tally.Fate.SKIPPED);
        context.remarks().add(Remark.Kind.SKIPPED, scope, id, reason);
        advance();
    }

    @Override
    public void failed(String id, Exception reason) {
        context.signal().throwIfStopped();
        advance();
        ScopeSettlement settlement = begin();
        try {
            String stored = DocumentKeys.storableId(id);
            context.ledger()
                    .keep(intake.key(stored), number, settlement.interval().number());
            DeadLetter letter = letter(stored, "source_error", Messages.of(reason), null);
            context.writer().reject(scope, letter, Tally.Fate.FAILED, settlement);
        } catch (IOException e) {
            settlement.broken();
            throw context.signal().stop(e);
        }
    }

    /** Says how many documents have come, the last few included. */
    void reportProgress() {
        context.progress().advance(unreported);
        unreported = 0;
    }

    private void advance() {
        if (++unreported >= PROGRESS_STEP) {
            reportProgress();
        }
    }

    private ScopeSettlement begin() {
        return new ScopeSettlement(tracker, tracker.begin(), context.errors(), context.signal());
    }

    private void accept(SourceDocument put, ScopeSettlement settlement) throws IOException, InterruptedException {
        switch (intake.judge(put)) {
            case DocumentIntake.Verdict.Filtered filtered -> settlement.done(Tally.Fate.FILTERED, 0);
            case DocumentIntake.Verdict.TooLarge(String id, String reason) -> {
                context.remarks().add(Remark.Kind.SKIPPED, scope, id, reason);
                settlement.done(Tally.Fate.SKIPPED, 0);
            }
            case DocumentIntake.Verdict.Impossible(String id, String type, String reason) ->
                reject(id, put, type, reason, settlement);
            case DocumentIntake.Verdict.Wanted wanted -> accept(wanted, settlement);
        }
    }

    private void accept(DocumentIntake.Verdict.Wanted wanted, ScopeSettlement settlement)
            throws IOException, InterruptedException {
        Claim claim = context.ledger()
                .claim(
                        wanted.key(),
                        wanted.hash(),
                        number,
                        settlement.interval().number());
        int length = wanted.fields().length;
        switch (claim) {
            case UNCHANGED -> settlement.done(Tally.Fate.UNCHANGED, 0);
            case CREATED_BEFORE -> settlement.done(Tally.Fate.CREATED, length);
            case UPDATED_BEFORE -> settlement.done(Tally.Fate.UPDATED, length);
            case DUPLICATE -> {
                context.remarks()
                        .add(
                                Remark.Kind.DUPLICATE,
                                scope,
                                wanted.id(),
                                "the id was listed before; the first one stays");
                settlement.done(Tally.Fate.DUPLICATE, 0);
            }
            case CREATE, UPDATE, DEFER -> {
                if (wanted.hasContent() && !context.isDryRun()) {
                    context.fetcher().submit(() -> fetch(wanted, claim, settlement));
                } else {
                    deliver(wanted, claim, intake.whole(wanted), settlement);
                }
            }
        }
    }

    private void deliver(DocumentIntake.Verdict.Wanted wanted, Claim claim, byte[] document, ScopeSettlement settlement)
            throws IOException {
        if (claim == Claim.DEFER) {
            context.deferred()
                    .add(new DeferredDocuments.Deferred(
                            number, settlement.interval().number(), wanted.id(), wanted.hash(), document));
            settlement.done(Tally.Fate.DEFERRED, 0);
            return;
        }
        Tally.Fate fate = claim == Claim.CREATE ? Tally.Fate.CREATED : Tally.Fate.UPDATED;
        context.writer()
                .write(wanted.id(), document, new Ticket.Write(scope, wanted.key(), wanted.hash(), fate, settlement));
    }

    /** Runs on a thread of its own. */
    private void fetch(DocumentIntake.Verdict.Wanted wanted, Claim claim, ScopeSettlement settlement) {
        byte[] whole;
        try {
            whole = intake.fetched(wanted);
        } catch (DocumentTooLargeException e) {
            context.ledger().drop(wanted.key(), number, settlement.interval().number());
            context.remarks().add(Remark.Kind.SKIPPED, scope, wanted.id(), Messages.of(e));
            settlement.done(Tally.Fate.SKIPPED, 0);
            return;
        } catch (Exception e) { // The source's code may throw whatever it likes; this is where its thread ends.
            fetchFailed(wanted, e, settlement);
            return;
        }
        try {
            deliver(wanted, claim, whole, settlement);
        } catch (IOException e) {
            settlement.broken();
            context.signal().stop(e);
        } catch (LeatException e) {
            // The signal knows already, unless this was an interrupt.
            settlement.broken();
        }
    }

    private void fetchFailed(DocumentIntake.Verdict.Wanted wanted, Exception reason, Settlement settlement) {
        if (reason instanceof InterruptedException || context.signal().isStopped() || Thread.interrupted()) {
            settlement.broken();
            return;
        }
        DeadLetter letter = letter(wanted.id(), "content_error", Messages.of(reason), wanted.fields());
        try {
            context.writer()
                    .reject(scope, letter, Tally.Fate.FAILED, wanted.document().access(), settlement);
        } catch (LeatException e) {
            settlement.broken();
        }
    }

    private void reject(String id, SourceDocument put, String type, String reason, ScopeSettlement settlement)
            throws IOException {
        if (!id.isEmpty()) {
            // Whatever the index has of it is not deleted only because this version cannot be written.
            context.ledger().keep(intake.key(id), number, settlement.interval().number());
        }
        context.writer().reject(scope, letter(id, type, reason, null), Tally.Fate.REJECTED, put.access(), settlement);
    }

    private DeadLetter letter(String id, String type, String reason, byte @Nullable [] source) {
        return new DeadLetter("index", context.settings().index(), id, null, 0, type, reason, source);
    }
}
