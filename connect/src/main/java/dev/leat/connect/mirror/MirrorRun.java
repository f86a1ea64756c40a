package dev.leat.connect.mirror;

import dev.leat.connect.DataSource;
import dev.leat.connect.IncrementalSource;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceException;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.Progress;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.scan.IndexScan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/** One attempt at a run, from the ping of the source to the report. */
final class MirrorRun {

    private final Cluster cluster;
    private MirrorSettings settings;
    private final DataSource source;
    private final LiveCounts counts;
    private final Progress progress;
    private final List<String> notes = new ArrayList<>();
    private final long started;

    MirrorRun(Cluster cluster, MirrorSettings settings, DataSource source, LiveCounts counts, Progress progress) {
        this.cluster = cluster;
        this.settings = settings;
        this.source = source;
        this.counts = counts;
        this.progress = progress;
        this.started = cluster.waiter().nanoTime();
    }

    MirrorReport run() {
        Path path = settings.mode() == RunMode.WRITE
                ? settings.jobDirectory()
                : settings.jobDirectory().resolve("dry-run");
        try (JobDirectory directory = JobDirectory.take(path)) {
            if (settings.mode() == RunMode.DRY_RUN) {
                directory.clear();
            }
            List<Scope> scopes = listScopes();
            TargetIndex target = prepareIndex();
            MirrorReport report;
            try (JobState job = JobState.open(directory, settings, target, Instant.now())) {
                job.register(scopes);
                if (source instanceof IncrementalSource incremental) {
                    job.begins(incremental);
                }
                report = run(job, directory, target, scopes);
            }
            if (settings.mode() == RunMode.WRITE) {
                directory.clear();
            } else {
                directory.remove();
            }
            return report;
        } catch (IOException e) {
            throw new UnavailableException(
                    "The job directory " + path + " cannot be used: " + e.getMessage()
                            + "; make room, or choose another one",
                    e);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("Mirroring into index '" + settings.index() + "'", e);
        } finally {
            counts.freeze();
        }
    }

    private TargetIndex prepareIndex() {
        Preparation preparation = Preparation.of(cluster, settings, progress);
        settings = preparation.settings();
        notes.addAll(preparation.notes());
        return preparation.target();
    }

    private List<Scope> listScopes() throws InterruptedException {
        progress.note("asking the source");
        SourceQuestions.pingAndCheck(source, settings.documents().filter());
        List<Scope> scopes = SourceQuestions.ask(
                "does not answer", () -> source.scopes(settings.documents().filter()));
        Set<Scope> distinct = new HashSet<>();
        for (Scope scope : scopes) {
            if (!distinct.add(scope)) {
                throw new SourceException("The source lists the scope '" + scope + "' twice");
            }
        }
        if (scopes.isEmpty()) {
            throw new SourceException("The source lists no scopes: there is nothing to mirror, and nothing is deleted");
        }
        return scopes;
    }

    private MirrorReport run(JobState job, JobDirectory directory, TargetIndex target, List<Scope> scopes)
            throws IOException, InterruptedException {
        Ledger ledger = loadedLedger(job, target);
        List<ScopeRun> runs = new ArrayList<>();
        long deletedBefore = ledger.deletedBefore();
        try (MirrorCrew crew = new MirrorCrew(settings.parallelism().scopes());
                DeferredDocuments deferred = new DeferredDocuments(directory.deferred());
                Workshop workshop = new Workshop(
                        cluster,
                        settings,
                        ledger,
                        directory.deadLetters(),
                        job.header().run().toString(),
                        crew.signal())) {
            crew.whenStopped(workshop.fetcher()::cancel);
            ScopeContext context =
                    new ScopeContext(settings, DocumentForm.of(settings), ledger, deferred, progress, workshop);
            runs.addAll(scopeRuns(job, scopes, context));
            counts.follow(() ->
                    total(runs).withDeleted(deletedBefore + context.writer().deleted()));
            try {
                return mirror(job, target, runs, context, crew);
            } catch (InterruptedException | RuntimeException e) {
                workshop.abandon(e);
                throw e;
            }
        } catch (InterruptedException | RuntimeException e) {
            // By now every outcome that will ever come has come.
            for (ScopeRun run : runs) {
                run.flush();
            }
            job.force();
            throw e;
        }
    }

    private MirrorReport mirror(
            JobState job, TargetIndex target, List<ScopeRun> runs, ScopeContext context, MirrorCrew crew)
            throws IOException, InterruptedException {
        progress.total(-1);
        progress.note("reading " + runs.size() + (runs.size() == 1 ? " scope" : " scopes"));
        crew.forEach(runs, run -> run.run(source));
        new DeferredDecision(context, runs).decide();
        context.writer().flush();
        DeleteOutcome deletes = delete(job, target, runs, context);
        DeadLetterPlace place = context.workshop().letters().finish();
        if (settings.mode() == RunMode.WRITE) {
            new Indices(cluster).refresh(settings.index());
        }
        return report(job, runs, context, deletes, place);
    }

    /** The ledger over the table of the unfinished run, or over a new one with all ids of the index. */
    private Ledger loadedLedger(JobState job, TargetIndex target) throws IOException {
        if (job.table().isPresent()) {
            return new Ledger(job.table().get(), job.scopeCount());
        }
        if (target.isEmpty()) {
            // To search a new index would make it refresh every second while it is filled.
            IdTable table = job.createTable(0);
            table.markLoaded();
            return new Ledger(table, job.scopeCount());
        }
        progress.note("reading the ids of index '" + settings.index() + "'");
        IndexIds ids = new IndexIds(cluster, settings);
        try (IndexScan scan = ids.open()) {
            IdTable table = job.createTable(scan.total());
            Ledger ledger = new Ledger(table, job.scopeCount());
            Map<String, Integer> numbers = job.scopeNumbers();
            ids.load(scan, ledger, name -> numbers.getOrDefault(name, SlotState.FOREIGN));
            table.markLoaded();
            return ledger;
        }
    }

    private List<ScopeRun> scopeRuns(JobState job, List<Scope> scopes, ScopeContext context) {
        List<ScopeRun> runs = new ArrayList<>();
        for (Scope scope : scopes) {
            ScopeState before = job.scope(scope.name());
            ScopeTracker tracker = new ScopeTracker(
                    job.journal(),
                    before,
                    job.header().attempt(),
                    settings.resumption().checkpointEvery(),
                    cluster.waiter()::nanoTime);
            ScopeRun run = new ScopeRun(scope, before, context, tracker);
            run.announce();
            runs.add(run);
        }
        return runs;
    }

    private DeleteOutcome delete(JobState job, TargetIndex target, List<ScopeRun> runs, ScopeContext context) {
        IntPredicate deletable = deletable(job, runs);
        Ledger.Balance balance = context.ledger().balance(deletable);
        boolean dry = settings.mode() == RunMode.DRY_RUN;
        if (!new DeleteGuard(settings.deletes().maxRatio(), settings.deletes().consent()).allows(balance)) {
            return new DeleteOutcome.Withheld(
                    balance.gone(), balance.present(), settings.deletes().maxRatio());
        }
        if (balance.gone() > 0 && !target.isAbsent()) {
            progress.note("deleting " + balance.gone() + " documents that are gone from the source");
            new IndexIds(cluster, settings)
                    .delete(context.ledger(), deletable, context.writer(), context.remarks(), settings.mode());
            context.writer().flush();
        }
        return dry
                ? new DeleteOutcome.Planned(balance.gone())
                : new DeleteOutcome.Deleted(
                        counts.snapshot().deleted(), context.writer().changedMeanwhile());
    }

    /**
     * Whose documents may be deleted when they were not listed: those of scopes that were listed in full with all marks
     * in this table; and when that is so for all scopes, those of no scope or of one that is no more.
     */
    private static IntPredicate deletable(JobState job, List<ScopeRun> runs) {
        boolean[] complete = new boolean[job.scopeCount()];
        boolean[] listed = new boolean[job.scopeCount()];
        boolean all = true;
        for (ScopeRun run : runs) {
            boolean marked = !job.scope(run.name()).isMarkedBefore(job.header().tableLost());
            complete[run.number()] = run.isCompleted() && marked;
            listed[run.number()] = true;
            all &= complete[run.number()];
        }
        boolean allComplete = all;
        return scope -> (scope < complete.length && listed[scope]) ? complete[scope] : allComplete;
    }

    private static Counts total(List<ScopeRun> runs) {
        return runs.stream().map(ScopeRun::counts).reduce(Counts.none(), Counts::plus);
    }

    private MirrorReport report(
            JobState job, List<ScopeRun> runs, ScopeContext context, DeleteOutcome deletes, DeadLetterPlace letters) {
        List<ScopeReport> scopes = runs.stream().map(ScopeRun::report).toList();
        List<String> all = new ArrayList<>(job.notes());
        all.addAll(notes);
        return new MirrorReport(
                settings.index(),
                settings.mode(),
                scopes,
                counts.snapshot(),
                runs.stream().allMatch(ScopeRun::isCompleted) ? job.cursor() : null,
                deletes,
                letters,
                context.remarks().all(),
                all,
                job.header().attempt(),
                Duration.ofNanos(cluster.waiter().nanoTime() - started));
    }
}
