package dev.leat.app.command;

import dev.leat.app.terminal.ExitCode;
import dev.leat.app.terminal.Summary;
import dev.leat.local.LocalElasticsearch;
import dev.leat.local.LocalOptions.Security;
import dev.leat.local.NodeState;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leat elasticsearch status}. */
@Command(
        name = "status",
        customSynopsis = "leat elasticsearch status [--data DIR]",
        description = "Tells whether the local Elasticsearch runs, and where. The exit code is 0 either way.")
final class ElasticsearchStatus implements Callable<Integer> {

    private final Session session;

    @Option(names = "--data", paramLabel = "DIR", description = "folder of the node, as given to start")
    @Nullable
    private Path data;

    ElasticsearchStatus(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Path directory = ElasticsearchCommand.dataDirectory(data);
        Summary summary = switch (LocalElasticsearch.find(directory)) {
            case NodeState.Running node ->
                status("running", node.url().toString(), node.version().number(), node.pid())
                        .add("secured", node.security() == Security.SECURED);
            case NodeState.Starting node ->
                status("starting", null, node.version().number(), node.pid());
            case NodeState.Stopped node -> status("stopped", null, null, null);
            case NodeState.Stale node ->
                status("broken down", null, node.version().number(), null);
        };
        session.print(summary.add("data", directory.toString()));
        return ExitCode.DONE.number();
    }

    private static Summary status(String state, @Nullable String url, @Nullable String version, @Nullable Long pid) {
        return new Summary()
                .addForPrograms("running", state.equals("running"))
                .add("state", state)
                .add("url", url, url == null ? "-" : url)
                .add("version", version, version == null ? "-" : version)
                .add("pid", pid, pid == null ? "-" : pid.toString());
    }
}
