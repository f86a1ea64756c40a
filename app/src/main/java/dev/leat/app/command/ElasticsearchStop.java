package dev.leat.app.command;

import dev.leat.app.terminal.ExitCode;
import dev.leat.app.terminal.Summary;
import dev.leat.local.LocalElasticsearch;
import dev.leat.local.NodeState;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leat elasticsearch stop}. */
@Command(
        name = "stop",
        customSynopsis = "leat elasticsearch stop [--data DIR]",
        description = "Stops the local Elasticsearch and waits for its end. Its data stays for the next start.")
final class ElasticsearchStop implements Callable<Integer> {

    private final Session session;

    @Option(names = "--data", paramLabel = "DIR", description = "folder of the node, as given to start")
    @Nullable
    private Path data;

    ElasticsearchStop(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Path directory = ElasticsearchCommand.dataDirectory(data);
        boolean ran = switch (LocalElasticsearch.stop(directory)) {
            case NodeState.Running running -> true;
            case NodeState.Starting starting -> true;
            case NodeState.Stopped stopped -> false;
            case NodeState.Stale stale -> false;
        };
        session.terminal().note(ran ? "Elasticsearch is stopped." : "No Elasticsearch was running.");
        if (session.options().json()) {
            session.print(new Summary().add("stopped", ran).add("data", directory.toString()));
        }
        return ExitCode.DONE.number();
    }
}
