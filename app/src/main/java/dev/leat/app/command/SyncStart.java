package dev.leat.app.command;

import dev.leat.app.sync.Background;
import dev.leat.app.sync.SyncClient;
import dev.leat.app.sync.SyncDirectory;
import dev.leat.app.sync.SyncDirectory.Worker;
import dev.leat.app.sync.SyncFile;
import dev.leat.app.terminal.ExitCode;
import dev.leat.app.terminal.Summary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code leat sync start}: {@code leat sync run} in the background. */
@Command(
        name = "start",
        customSynopsis = "leat sync start [CONFIG] [OPTIONS]",
        description = "Does what 'leat sync run' does, in the background. Does nothing if it runs already.",
        footer = {
            "",
            "Example:",
            "  leat sync start leat.yml",
            "",
            "It returns when the first cycle is done or under way for 15 s; what is wrong with the configuration is said at",
            "once. Secrets are handed on by files and the environment only."
        })
final class SyncStart implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long STEP_MILLIS = 100;

    private final Session session;

    @Mixin
    private final SyncTarget target = new SyncTarget();

    SyncStart(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        SyncFile file = target.file(session);
        List<String> arguments = new ArrayList<>(session.options().forAnotherProcess());
        SyncTarget.cluster(session, file);
        Path directory = file.directory(session.environment());
        Optional<Worker> before = SyncDirectory.find(directory);
        if (before.isPresent()) {
            session.terminal().note("The sync runs already.");
            print(before.get(), directory);
            return ExitCode.DONE.number();
        }
        Background background = Background.ofThisInstallation(session.environment());
        arguments.addAll(List.of("sync", "run", file.path().toAbsolutePath().toString()));
        Path log = SyncDirectory.log(directory);
        Files.createDirectories(directory);
        long begin = Files.exists(log) ? Files.size(log) : 0;
        Process process = background.start(arguments, log);
        if (!awaitBeginning(process, directory)) {
            return tellEnd(process.exitValue(), log, begin);
        }
        session.terminal().note("The sync runs in the background; 'leat sync status' tells how it is.");
        print(
                new Worker(
                        process.pid(),
                        SyncDirectory.find(directory).map(Worker::url).orElse(null)),
                directory);
        return ExitCode.DONE.number();
    }

    /** Until a cycle is done or has gone on for long enough; false when the process has ended before. */
    private static boolean awaitBeginning(Process process, Path directory) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!process.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
            boolean hasBegun = SyncDirectory.find(directory)
                    .filter(worker -> worker.pid() == process.pid())
                    .map(Worker::url)
                    .flatMap(SyncClient::ask)
                    .filter(health -> !"starting".equals(health.get("status")))
                    .isPresent();
            if (hasBegun || System.nanoTime() - deadline > 0) {
                return true;
            }
        }
        return false;
    }

    /** What it said before it ended is what is wrong. */
    private int tellEnd(int status, Path log, long begin) throws IOException {
        byte[] all = Files.readAllBytes(log);
        String said = new String(all, (int) begin, (int) (all.length - begin), StandardCharsets.UTF_8);
        said.lines().filter(line -> line.startsWith("leat: ")).forEach(session.terminal()::note);
        session.terminal().note("leat: the sync did not start; its log is " + log);
        return status == 0 ? ExitCode.FAILED.number() : status;
    }

    private void print(Worker worker, Path directory) {
        session.print(new Summary()
                .addForPrograms("running", true)
                .add("pid", worker.pid(), Long.toString(worker.pid()))
                .add("url", String.valueOf(worker.url()))
                .add("directory", directory.toString())
                .add("log", SyncDirectory.log(directory).toString()));
    }
}
