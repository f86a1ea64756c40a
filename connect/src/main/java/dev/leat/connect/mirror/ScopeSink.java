package dev.leat.connect.mirror;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.Content;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.SourceDocument;
import dev.leat.elastic.DeadLetter;
import dev.leat.elastic.LeatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Takes the documents of one scope: skips what has not changed and hands on the rest. For one thread at a time. */
final class ScopeSink implements DocumentSink {

    /** So that a progress bar is not the bottleneck. */
    private static final int PROGRESS_STEP = 64;

    private final ScopeContext context;
    private final String scope;
    private final int number;
    private final ScopeTracker tracker;
    private final DocumentEncoder encoder;
    private int unreported;

    ScopeSink(ScopeContext context, String scope, int number, ScopeTracker tracker) {
        this.context = context;
        this.scope = scope;
        this.number = number;
        this.tracker = tracker;
        this.encoder = new DocumentEncoder(scope);
    }

    @Override
    public void put(SourceDocument document) throws InterruptedException {
        takeUp();
        Interval interval = tracker.begin();
        Settlement settlement = new ScopeSettlement(tracker, interval, context.signal());
        try {
            accept(document, interval.number(), settlement);
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
        Interval interval = tracker.begin();
        Settlement settlement = new ScopeSettlement(tracker, interval, context.signal());
        try {
            String stored = DocumentEncoder.storableId(id);
            context.ledger().keep(encoder.key(stored), number, interval.number());
            context.writer()
                    .reject(
                            scope,
                            letter(stored, "source_error", message(reason), null),
                            Tally.Fate.FAILED,
                            settlement);
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

    private void takeUp() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Reading scope '" + scope + "' was interrupted");
        }
        context.signal().throwIfStopped();
        advance();
    }

    private void advance() {
        if (++unreported >= PROGRESS_STEP) {
            reportProgress();
        }
    }

    private void accept(SourceDocument document, long interval, Settlement settlement)
            throws IOException, InterruptedException {
        if (document.id().isEmpty()) {
            reject("", "no_id", "the document has no id", null, settlement);
            return;
        }
        String id = DocumentEncoder.storableId(document.id());
        byte[] fields;
        try {
            fields = encoder.fields(document.fields());
        } catch (JacksonException e) {
            reject(id, "not_json", "cannot be written as JSON: " + e.getOriginalMessage(), null, settlement);
            return;
        }
        Content content = document.content();
        Hash128 hash = content == null ? encoder.hash(fields) : encoder.hash(fields, document.timestamp());
        Hash128 key = encoder.key(id);
        Claim claim = context.ledger().claim(key, hash, number, interval);
        switch (claim) {
            case UNCHANGED -> settlement.done(Tally.Fate.UNCHANGED, 0);
            case CREATED_BEFORE -> settlement.done(Tally.Fate.CREATED, fields.length);
            case UPDATED_BEFORE -> settlement.done(Tally.Fate.UPDATED, fields.length);
            case DUPLICATE -> {
                context.remarks()
                        .add(Remark.Kind.DUPLICATE, scope, id, "the id was listed before; the first one stays");
                settlement.done(Tally.Fate.DUPLICATE, 0);
            }
            case CREATE, UPDATE, DEFER -> {
                Changed changed = new Changed(id, key, hash, claim, interval, settlement);
                if (content == null || context.isDryRun()) {
                    deliver(changed, encoder.document(fields, hash));
                } else {
                    context.fetcher().submit(() -> fetch(changed, document, content));
                }
            }
        }
    }

    private record Changed(String id, Hash128 key, Hash128 hash, Claim claim, long interval, Settlement settlement) {}

    private void deliver(Changed changed, byte[] document) throws IOException {
        if (changed.claim() == Claim.DEFER) {
            context.deferred()
                    .add(new DeferredDocuments.Deferred(
                            number, changed.interval(), changed.id(), changed.hash(), document));
            changed.settlement().done(Tally.Fate.DEFERRED, 0);
            return;
        }
        Tally.Fate fate = changed.claim() == Claim.CREATE ? Tally.Fate.CREATED : Tally.Fate.UPDATED;
        context.writer()
                .write(
                        changed.id(),
                        document,
                        new Ticket.Write(scope, changed.key(), changed.hash(), fate, changed.settlement()));
    }

    /** Runs on a thread of its own, so it leaves the encoder of the scope alone. */
    private void fetch(Changed changed, SourceDocument document, Content content) {
        DocumentEncoder own = new DocumentEncoder(scope);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(document.fields());
        byte[] whole;
        try {
            fields.putAll(content.fetch());
            whole = own.document(own.fields(fields), changed.hash());
        } catch (Exception e) { // The source's code may throw whatever it likes; this is where its thread ends.
            fetchFailed(changed, own.fields(document.fields()), e);
            return;
        }
        try {
            deliver(changed, whole);
        } catch (IOException e) {
            changed.settlement().broken();
            context.signal().stop(e);
        } catch (LeatException e) {
            // The signal knows already, unless this was an interrupt.
            changed.settlement().broken();
        }
    }

    private void fetchFailed(Changed changed, byte[] eagerFields, Exception reason) {
        if (reason instanceof InterruptedException || context.signal().isStopped() || Thread.interrupted()) {
            changed.settlement().broken();
            return;
        }
        DeadLetter letter = letter(changed.id(), "content_error", message(reason), eagerFields);
        context.writer().reject(scope, letter, Tally.Fate.FAILED, changed.settlement());
    }

    private void reject(String id, String type, String reason, byte @Nullable [] source, Settlement settlement)
            throws IOException {
        if (!id.isEmpty()) {
            // Whatever the index has of it is not deleted only because this version cannot be written.
            context.ledger()
                    .keep(
                            encoder.key(id),
                            number,
                            ((ScopeSettlement) settlement).interval().number());
        }
        context.writer().reject(scope, letter(id, type, reason, source), Tally.Fate.REJECTED, settlement);
    }

    private DeadLetter letter(String id, String type, String reason, byte @Nullable [] source) {
        return new DeadLetter("index", context.index(), id, null, 0, type, reason, source);
    }

    /** One line that says what went wrong, whatever the exception. */
    static String message(Throwable reason) {
        String message = reason.getMessage();
        String text = message == null || message.isBlank() ? reason.getClass().getSimpleName() : message;
        String line = text.lines().findFirst().orElse(text).strip();
        int max = 1_000;
        return line.getBytes(StandardCharsets.UTF_8).length <= max
                ? line
                : line.substring(0, Math.min(line.length(), max / 4)) + "…";
    }
}
