package dev.leat.app.command;

import dev.leat.app.config.GlobalOptions.LogLevel;
import dev.leat.app.sync.SyncDirectory;
import dev.leat.app.sync.SyncFile;
import dev.leat.app.sync.SyncWatch;
import dev.leat.app.sync.Syncing;
import dev.leat.app.terminal.ExitCode;
import dev.leat.app.terminal.Logging;
import dev.leat.app.terminal.ProgressBars;
import dev.leat.app.terminal.ProgressBars.ClosableProgress;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code leat sync run}: cycle after cycle, in this process. */
@Command(
        name = "run",
        customSynopsis = "leat sync run [CONFIG] [OPTIONS]",
        description = "Keeps all pairs in step until Ctrl-C or a request to end. What is away is waited for.",
        footer = {
            "",
            "Example:",
            "  leat sync run leat.yml",
            "",
            "The log goes to standard error, from info upwards unless --log-level says otherwise. Health and metrics are at",
            "http://127.0.0.1:9276/health, /ready and /metrics unless 'sync.http' says otherwise. Several instances may be",
            "given the same pairs: one works on each, the others stand by and take over."
        })
final class SyncRun implements Callable<Integer> {

    /** Long enough for a node's pause, short enough for the status to say soon that a cluster is away. */
    private static final RetryPolicy PATIENCE = RetryPolicy.within(Duration.ofSeconds(15));

    private final Session session;

    @Mixin
    private final SyncTarget target = new SyncTarget();

    SyncRun(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        SyncFile file = target.file(session);
        ClusterSettings cluster = SyncTarget.cluster(session, file).withRetryPolicy(PATIENCE);
        LogLevel level = session.options().namedLogLevel();
        Logging.use(Logging.Style.SERVICE);
        Logging.use(level == null ? LogLevel.INFO.name() : level.name());
        List<SyncWatch> watches = new ArrayList<>();
        try (SyncDirectory directory = SyncDirectory.take(file.directory(session.environment()));
                ClosableProgress progress = ProgressBars.open(session.terminal(), "sync", "keys", 1)) {
            try {
                new Syncing(file, cluster, directory, service -> watches.add(SyncWatch.start(service, progress))).run();
            } finally {
                watches.forEach(SyncWatch::close);
            }
        }
        return ExitCode.DONE.number();
    }
}
