package dev.leat.elastic.bulk;

import dev.leat.elastic.LeatException;
import dev.leat.elastic.bulk.WriteOutcome.Rejected;
import dev.leat.elastic.bulk.WriteOutcome.Unknown;
import dev.leat.elastic.cluster.Body;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ElasticError;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Carries one batch at a time, on a thread of its own, to the cluster and back: sends it once, judges the answer, and
 * sees to it that every operation in it has its outcome or is handed back to be sent again. Thread-safe.
 */
final class Courier {

    /** A request up to this size is never too large for its way. */
    private static final long SURELY_SMALL = 1 << 20;

    /** Answers of 500 to one operation alone before it is given up. */
    private static final int INTERNAL_ERRORS = 3;

    private final Cluster cluster;
    private final BulkSettings settings;
    private final WriterState state;
    private final Reporter reporter;
    private final Recovery recovery;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    Courier(Cluster cluster, BulkSettings settings, WriterState state, Reporter reporter) {
        this.cluster = cluster;
        this.settings = settings;
        this.state = state;
        this.reporter = reporter;
        this.recovery = new Recovery(cluster.withRetryPolicy(settings.retryPolicy()), settings);
    }

    /** Whether the calling thread is one that calls the listener. */
    boolean isOwnThread() {
        Thread current = Thread.currentThread();
        return current.isVirtual() && threads.contains(current);
    }

    /** Runs something on the calling thread as one of the writer's own. */
    void asOwnThread(Runnable work) {
        threads.add(Thread.currentThread());
        try {
            work.run();
        } finally {
            threads.remove(Thread.currentThread());
        }
    }

    /** Carries a batch; blocks until nothing of it is left to do. */
    void carry(Batch batch) {
        try {
            deliver(batch);
        } catch (LeatException e) {
            state.fail(e);
        } catch (RuntimeException | Error e) {
            // The end of a thread: nobody above would see it, and the operations must not be forgotten.
            state.fail(new BrokenWriterException(e));
        } finally {
            reporter.report(state.rest(batch));
            state.release(batch);
        }
    }

    private void deliver(Batch batch) {
        List<Settled> refused = new ArrayList<>(0);
        List<Entry> entries = new ArrayList<>(batch.entries.size());
        for (Entry entry : batch.entries) {
            if (entry.refusal == null) {
                entries.add(entry);
            } else {
                refused.add(new Settled(entry, entry.refusal));
            }
        }
        Reply reply = new Reply.Items(List.of());
        try {
            if (!entries.isEmpty()) {
                reply = new Reply.Lost("the request was interrupted", null);
                reply = send(batch, entries);
            }
        } finally {
            state.answered(batch, reply);
        }
        report(batch, refused);
        handle(batch, entries, reply);
    }

    private Reply send(Batch batch, List<Entry> entries) {
        Request request = Request.of("POST", "/_bulk", Repeat.ONCE)
                .withBody(Body.ndjson(Chunks.encode(entries)))
                .withOpaqueId(batch.opaqueId);
        if (settings.target() == Target.ALIAS_ONLY) {
            request = request.withParameter("require_alias", "true");
        }
        if (settings.pipeline() != null) {
            request = request.withParameter("pipeline", settings.pipeline());
        }
        state.enterWait(batch);
        batch.exposed = true;
        Reply reply = Reply.of(request, cluster.attempt(request), entries.size());
        batch.exposed = reply instanceof Reply.Lost;
        return reply;
    }

    private void handle(Batch batch, List<Entry> entries, Reply reply) {
        switch (reply) {
            case Reply.Items items -> handleItems(batch, entries, items.results());
            case Reply.NotNow notNow ->
                state.again(batch, entries, Failing.of(notNow.load(), notNow.reason(), notNow.cause()));
            case Reply.TooLarge tooLarge -> {
                if (entries.size() == 1) {
                    report(batch, List.of(tooLarge(entries.getFirst(), tooLarge.error())));
                } else {
                    halve(entries);
                    state.again(batch, entries, Failing.Not.FAILED);
                }
            }
            case Reply.Malformed malformed -> handleMalformed(batch, entries, malformed);
            case Reply.Lost lost -> {
                boolean before = entries.stream().anyMatch(entry -> entry.failures > 0);
                if (lost.cause() != null && before && batch.bytes > SURELY_SMALL) {
                    state.suspectSize(batch.bytes);
                }
                recover(batch, entries, lost.reason(), lost.cause());
            }
            case Reply.Fatal fatal -> state.fail(fatal.failure());
        }
    }

    private static void halve(List<Entry> entries) {
        for (Entry entry : entries) {
            entry.groupLimit = Math.max(1, entries.size() / 2);
        }
    }

    /** What refuses a repeat for its size says nothing of the sending before. */
    private static Settled tooLarge(Entry entry, ElasticError error) {
        return new Settled(
                entry,
                entry.doubtful
                        ? new Unknown("an answer was lost, and then: " + error.reason())
                        : new Rejected(413, error.type(), error.reason()));
    }

    private static List<Settled> rejected(List<Entry> entries, int status, String type, String reason) {
        return entries.stream()
                .map(entry -> new Settled(entry, new Rejected(status, type, reason)))
                .toList();
    }

    private void handleItems(Batch batch, List<Entry> entries, List<ItemResult> results) {
        List<Settled> done = new ArrayList<>(entries.size());
        List<Entry> again = new ArrayList<>(0);
        List<Entry> midway = new ArrayList<>(0);
        List<Conflict> conflicts = new ArrayList<>(0);
        String reason = "";
        boolean overloaded = false;
        Reply.Load load = Reply.Load.NOT_THE_REASON;
        LeatException fatal = null;
        for (int i = 0; i < results.size(); i++) {
            Entry entry = entries.get(i);
            switch (ItemJudge.judge(entry, results.get(i))) {
                case ItemJudge.Verdict.Done settled -> done.add(new Settled(entry, settled.outcome()));
                case ItemJudge.Verdict.Again later -> {
                    again.add(entry);
                    reason = later.reason();
                    load = later.load();
                    overloaded |= load == Reply.Load.TOO_MUCH;
                }
                case ItemJudge.Verdict.Look look -> {
                    if (look.conflict() == null) {
                        midway.add(entry);
                    } else {
                        conflicts.add(new Conflict(entry, look.conflict()));
                    }
                    reason = look.reason();
                }
                case ItemJudge.Verdict.Fatal refused -> fatal = refused.failure();
            }
        }
        if (overloaded) {
            state.overloaded(batch);
        }
        if (fatal != null) {
            state.fail(fatal);
        }
        report(batch, done);
        state.again(batch, again, Failing.of(load, reason, null));
        recover(batch, midway, reason, null);
        resolve(batch, conflicts, reason);
    }

    /** An operation whose repeat was refused with a conflict that may be with itself. */
    private record Conflict(Entry entry, Rejected refusal) {}

    private void resolve(Batch batch, List<Conflict> conflicts, String reason) {
        if (conflicts.isEmpty()) {
            return;
        }
        for (Conflict conflict : conflicts) {
            conflict.entry().conflicts++;
        }
        look(
                batch,
                conflicts.stream().map(Conflict::entry).toList(),
                conflicts.stream().map(Conflict::refusal).toList(),
                new Failing.Now(reason, null));
    }

    /** One operation spoils the request for all: halves are tried until it is found. */
    private void handleMalformed(Batch batch, List<Entry> entries, Reply.Malformed malformed) {
        boolean internal = malformed.status() >= 500;
        if (entries.size() == 1) {
            Entry entry = entries.getFirst();
            if (!internal) {
                report(
                        batch,
                        rejected(
                                entries,
                                malformed.status(),
                                malformed.error().type(),
                                malformed.error().reason()));
                return;
            }
            if (entry.failures >= INTERNAL_ERRORS) {
                report(
                        batch,
                        List.of(new Settled(entry, new Unknown(malformed.error().reason()))));
                return;
            }
        }
        halve(entries);
        entries.forEach(entry -> entry.suspect = true);
        if (internal) {
            recover(batch, entries, malformed.error().reason(), null);
        } else {
            state.again(batch, entries, Failing.Not.FAILED);
        }
    }

    /** Finds out what became of operations that may have been carried out. */
    private void recover(Batch batch, List<Entry> entries, String reason, @Nullable Exception cause) {
        if (entries.isEmpty()) {
            return;
        }
        for (Entry entry : entries) {
            entry.doubtful = true;
        }
        batch.exposed = false;
        state.enterWait(batch);
        recovery.settle(batch.opaqueId);
        List<@Nullable Rejected> none = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            none.add(null);
        }
        look(batch, entries, none, new Failing.Now(reason, cause));
    }

    private void look(Batch batch, List<Entry> entries, List<? extends @Nullable Rejected> conflicts, Failing failing) {
        state.enterWait(batch);
        List<LossJudge.Verdict> verdicts = recovery.judge(entries, conflicts);
        List<Settled> done = new ArrayList<>();
        List<Entry> again = new ArrayList<>();
        for (int i = 0; i < verdicts.size(); i++) {
            Entry entry = entries.get(i);
            switch (verdicts.get(i)) {
                case LossJudge.Verdict.Settled settled -> done.add(new Settled(entry, settled.outcome()));
                case LossJudge.Verdict.Again repeat -> {
                    entry.guarding = repeat.guarding();
                    entry.doubtful = repeat.certainty() == LossJudge.Certainty.MAYBE_APPLIED;
                    entry.suspect = false;
                    again.add(entry);
                }
            }
        }
        report(batch, done);
        state.again(batch, again, failing);
    }

    private void report(Batch batch, List<Settled> settled) {
        if (!settled.isEmpty()) {
            reporter.report(state.claim(batch, settled));
        }
    }
}
