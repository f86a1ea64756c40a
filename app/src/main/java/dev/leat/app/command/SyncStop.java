package dev.leat.app.command;

import dev.leat.app.sync.Background;
import dev.leat.app.sync.SyncDirectory;
import dev.leat.app.sync.SyncDirectory.Worker;
import dev.leat.app.terminal.ExitCode;
import dev.leat.app.terminal.Summary;
import dev.leat.elastic.UnavailableException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code leat sync stop}. */
@Command(
        name = "stop",
        customSynopsis = "leat sync stop [CONFIG]",
        description =
                "Ends the sync of that configuration on this machine, and waits for its end. Nothing is lost: the next"
                        + " one goes on from there.",
        footer = {"", "Example:", "  leat sync stop leat.yml"})
final class SyncStop implements Callable<Integer> {

    private final Session session;

    @Mixin
    private final SyncTarget target = new SyncTarget();

    SyncStop(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Path directory = target.file(session).directory(session.environment());
        Optional<Worker> worker = SyncDirectory.find(directory);
        if (worker.isPresent() && worker.get().pid() == 0) {
            throw new UnavailableException("the sync begins just now; try again in a moment", null);
        }
        boolean hasEnded = worker.isEmpty() || Background.stop(worker.get().pid());
        if (!hasEnded) {
            session.terminal()
                    .note("leat: process " + worker.get().pid() + " has not ended within 30 s; its log is "
                            + SyncDirectory.log(directory));
        } else {
            session.terminal().note(worker.isPresent() ? "The sync is stopped." : "No sync was running.");
        }
        if (session.options().json()) {
            session.print(new Summary().add("stopped", worker.isPresent() && hasEnded));
        }
        return (hasEnded ? ExitCode.DONE : ExitCode.FAILED).number();
    }
}
