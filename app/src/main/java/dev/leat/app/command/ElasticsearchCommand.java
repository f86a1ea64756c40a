package dev.leat.app.command;

import dev.leat.app.terminal.ExitCode;
import dev.leat.local.LocalElasticsearch;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leat elasticsearch}: a real Elasticsearch on this machine; its subcommands do the work. */
@Command(
        name = "elasticsearch",
        customSynopsis = "leat elasticsearch start|stop|status [OPTIONS]",
        description = "Runs a real Elasticsearch on this machine: downloaded once, its data kept.",
        footer = {
            "",
            "Examples:",
            "  leat elasticsearch start            Elasticsearch 9 on port 9200, or the next free one",
            "  leat elasticsearch start --secure   with TLS, users and an API key",
            "  leat elasticsearch status --json    {\"running\":true,\"url\":\"http://127.0.0.1:9200\",…}",
            "  leat elasticsearch stop             the data stays for the next start",
            "",
            "It listens on this machine only. LEAT_DATA and LEAT_CACHE move the data and the download."
        })
final class ElasticsearchCommand implements Callable<Integer> {

    @Spec
    @Nullable
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (spec == null) {
            return ExitCode.USAGE.number();
        }
        throw new ParameterException(spec.commandLine(), "Say what to do: start, stop or status");
    }

    /** The folder of the node: the one that is named, or the user's own. */
    static Path dataDirectory(@Nullable Path named) {
        return named == null ? LocalElasticsearch.defaultDataDirectory() : named;
    }
}
