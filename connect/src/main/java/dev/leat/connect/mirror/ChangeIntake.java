package dev.leat.connect.mirror;

import dev.leat.connect.ChangeSink;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import dev.leat.elastic.DeadLetter;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.Progress;
import dev.leat.elastic.bulk.BulkOperation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the changes of an incremental run and writes each of them. For one thread at a time. */
final class ChangeIntake implements ChangeSink {

    private final MirrorSettings settings;
    private final Workshop workshop;
    private final ChangeTracker tracker;
    private final Progress progress;
    private final DocumentForm form;
    private final Map<Scope, DocumentIntake> intakes = new HashMap<>();

    ChangeIntake(MirrorSettings settings, Workshop workshop, ChangeTracker tracker, Progress progress) {
        this.settings = settings;
        this.workshop = workshop;
        this.tracker = tracker;
        this.progress = progress;
        this.form = DocumentForm.of(settings);
    }

    @Override
    public void put(Scope scope, SourceDocument document) throws InterruptedException {
        takeUp();
        DocumentIntake intake =
                intakes.computeIfAbsent(scope, unused -> new DocumentIntake(scope.name(), settings.documents(), form));
        switch (intake.judge(document)) {
            case DocumentIntake.Verdict.Filtered(String id) -> {
                tracker.count(Tally.Fate.FILTERED);
                remove(scope, id);
            }
            case DocumentIntake.Verdict.TooLarge(String id, String reason) -> {
                tracker.count(Tally.Fate.SKIPPED);
                workshop.remarks().add(Remark.Kind.SKIPPED, scope.name(), id, reason);
                remove(scope, id);
            }
            case DocumentIntake.Verdict.Impossible(String id, String type, String reason) -> {
                Settlement settlement = tracker.begin(id);
                DeadLetter letter = letter(id, type, reason, null);
                workshop.writer().reject(scope.name(), letter, Tally.Fate.REJECTED, document.access(), settlement);
            }
            case DocumentIntake.Verdict.Wanted wanted -> accept(scope, intake, wanted);
        }
    }

    @Override
    public void delete(Scope scope, String id) throws InterruptedException {
        takeUp();
        remove(scope, DocumentKeys.storableId(id));
    }

    @Override
    public void failed(Scope scope, String id, Exception reason) throws InterruptedException {
        takeUp();
        String stored = DocumentKeys.storableId(id);
        Settlement settlement = tracker.begin(stored);
        workshop.writer()
                .reject(
                        scope.name(),
                        letter(stored, "source_error", Messages.of(reason), null),
                        Tally.Fate.FAILED,
                        settlement);
    }

    private void takeUp() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Reading changes was interrupted");
        }
        workshop.signal().throwIfStopped();
        progress.advance(1);
    }

    private void remove(Scope scope, String id) throws InterruptedException {
        if (id.isEmpty()) {
            return;
        }
        tracker.await(id);
        workshop.writer().remove(scope.name(), BulkOperation.delete(settings.index(), id));
    }

    private void accept(Scope scope, DocumentIntake intake, DocumentIntake.Verdict.Wanted wanted)
            throws InterruptedException {
        Settlement settlement = tracker.begin(wanted.id());
        try {
            if (wanted.hasContent() && settings.mode() == RunMode.WRITE) {
                workshop.fetcher().submit(() -> fetch(scope, intake, wanted, settlement));
            } else {
                write(scope, wanted, intake.whole(wanted), settlement);
            }
        } catch (InterruptedException | RuntimeException e) {
            settlement.broken();
            throw e;
        }
    }

    private void write(Scope scope, DocumentIntake.Verdict.Wanted wanted, byte[] document, Settlement settlement) {
        workshop.writer()
                .write(
                        wanted.id(),
                        document,
                        new Ticket.Write(scope.name(), wanted.key(), wanted.hash(), null, settlement));
    }

    /** Runs on a thread of its own. */
    private void fetch(
            Scope scope, DocumentIntake intake, DocumentIntake.Verdict.Wanted wanted, Settlement settlement) {
        try {
            byte[] whole;
            try {
                whole = intake.fetched(wanted);
            } catch (DocumentTooLargeException e) {
                workshop.remarks().add(Remark.Kind.SKIPPED, scope.name(), wanted.id(), Messages.of(e));
                workshop.writer().remove(scope.name(), BulkOperation.delete(settings.index(), wanted.id()));
                settlement.done(Tally.Fate.SKIPPED, 0);
                return;
            } catch (Exception e) { // The source's code may throw whatever it likes; this is where its thread ends.
                fetchFailed(scope, wanted, e, settlement);
                return;
            }
            write(scope, wanted, whole, settlement);
        } catch (LeatException e) {
            // The signal knows already, unless this was an interrupt.
            settlement.broken();
        }
    }

    private void fetchFailed(
            Scope scope, DocumentIntake.Verdict.Wanted wanted, Exception reason, Settlement settlement) {
        if (reason instanceof InterruptedException || workshop.signal().isStopped() || Thread.interrupted()) {
            settlement.broken();
            return;
        }
        DeadLetter letter = letter(wanted.id(), "content_error", Messages.of(reason), wanted.fields());
        workshop.writer()
                .reject(
                        scope.name(),
                        letter,
                        Tally.Fate.FAILED,
                        wanted.document().access(),
                        settlement);
    }

    private DeadLetter letter(String id, String type, String reason, byte @Nullable [] source) {
        return new DeadLetter("index", settings.index(), id, null, 0, type, reason, source);
    }
}
