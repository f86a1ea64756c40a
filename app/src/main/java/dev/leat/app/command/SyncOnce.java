package dev.leat.app.command;

import dev.leat.app.sync.SyncDirectory;
import dev.leat.app.sync.SyncFile;
import dev.leat.app.sync.SyncHealth;
import dev.leat.app.sync.SyncReport;
import dev.leat.app.sync.SyncWatch;
import dev.leat.app.terminal.ExitCode;
import dev.leat.app.terminal.ProgressBars;
import dev.leat.app.terminal.ProgressBars.ClosableProgress;
import dev.leat.cassandra.service.PairStatus;
import dev.leat.cassandra.service.SyncService;
import dev.leat.cassandra.service.SyncStatus;
import dev.leat.cassandra.sync.Event;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leat sync once}: one cycle of every pair. */
@Command(
        name = "once",
        customSynopsis = "leat sync once [CONFIG] [--dry-run] [--pair NAME]… [OPTIONS]",
        description = "Brings over everything that has changed since the last time, at first everything, and ends.",
        footer = {
            "",
            "Examples:",
            "  leat sync once config.json",
            "  leat sync once leat.yml --pair orders --dry-run --json",
            "",
            "--dry-run reads both sides and counts what would be done; nothing is made or written. What could not be brought",
            "over is in the index leat-dead-letters with its reason, and the exit code is 3."
        })
final class SyncOnce implements Callable<Integer> {

    private final Session session;

    @Mixin
    private final SyncTarget target = new SyncTarget();

    @Mixin
    private final SyncTarget.Pairs pairs = new SyncTarget.Pairs();

    @Option(names = "--dry-run", description = "count what would be done, and do nothing")
    private boolean dryRun;

    SyncOnce(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        SyncFile whole = target.file(session);
        SyncFile file = pairs.of(whole);
        file.config().notices().forEach(notice -> session.terminal().note("leat: " + notice));
        try (Cluster cluster = Session.connect(SyncTarget.cluster(session, file))) {
            return dryRun ? preview(file, cluster) : once(file, cluster, whole.directory(session.environment()));
        } catch (CancelledException e) {
            throw new CancelledException(
                    dryRun
                            ? "the dry run was interrupted; nothing was written"
                            : "the sync was interrupted; the next one goes on where this one was",
                    e);
        }
    }

    @SuppressWarnings("try") // the watch shows by itself
    private int once(SyncFile file, Cluster cluster, Path folder) throws IOException {
        try (SyncDirectory directory = SyncDirectory.take(folder);
                SyncService service = new SyncService(file.config(), cluster, directory.owner(), directory.scratch())) {
            directory.announce(null);
            SyncStatus status;
            try (ClosableProgress progress = ProgressBars.open(session.terminal(), "sync", "keys", 1);
                    SyncWatch watch = SyncWatch.start(service, progress)) {
                status = service.once();
            }
            return conclude(status);
        }
    }

    private void report(SyncStatus status) {
        List<Map<String, @Nullable Object>> pairs =
                status.pairs().stream().map(SyncHealth::fields).toList();
        if (dryRun) {
            pairs.forEach(pair -> {
                pair.put("state", "dry_run");
                pair.put("rows_per_second", 0.0);
                pair.put("documents_per_second", 0.0);
            });
        }
        new SyncReport(Map.of("dry_run", dryRun), pairs)
                .print(session.terminal().out(), session.format());
    }

    private int conclude(SyncStatus status) {
        report(status);
        boolean isComplete = true;
        for (PairStatus pair : status.pairs()) {
            String error = pair.state() == PairStatus.State.STANDBY
                    ? "another instance works on it; it was left alone"
                    : pair.lastError();
            if (error == null && pair.count(Event.HELD_BACK) > 0) {
                error = pair.count(Event.HELD_BACK)
                        + " keys are missing on one side, which is more than max_delete_ratio"
                        + " allows to delete; see what happened, and raise it if that is meant";
            }
            if (error != null) {
                isComplete = false;
                session.terminal().note("leat: pair " + pair.name() + ": " + error);
            }
        }
        boolean hasLetters = status.pairs().stream().anyMatch(pair -> pair.deadLetters() > 0);
        if (hasLetters) {
            session.terminal()
                    .note(
                            "leat: some rows or documents could not be brought over; each is in the index leat-dead-letters"
                                    + " with the reason");
        }
        return (!isComplete ? ExitCode.FAILED : hasLetters ? ExitCode.REJECTED : ExitCode.DONE).number();
    }

    @SuppressWarnings("try") // the watch shows by itself
    private int preview(SyncFile file, Cluster cluster) throws IOException {
        Path scratch = Files.createTempDirectory("leat-sync");
        try (SyncService service =
                new SyncService(file.config(), cluster, UUID.randomUUID().toString(), scratch)) {
            try (ClosableProgress progress = ProgressBars.open(session.terminal(), "dry run", "keys", 1);
                    SyncWatch watch = SyncWatch.start(service, progress)) {
                service.preview();
            }
            report(service.status());
            session.terminal().note("Nothing was written.");
            return ExitCode.DONE.number();
        } finally {
            SyncDirectory.delete(scratch);
        }
    }
}
