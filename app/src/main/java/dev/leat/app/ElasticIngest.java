package dev.leat.app;

import dev.leat.app.terminal.Build;
import dev.leat.app.terminal.ExitCode;
import dev.leat.app.terminal.Terminal;
import java.util.List;

/**
 * Where {@code elastic-ingest} starts: the command under which the connectors service will run. This release has no
 * service yet, so the command explains itself, names its version, and refuses everything else.
 */
public final class ElasticIngest {

    private static final String HELP = """
            Usage: elastic-ingest [-h | --help] [-V | --version]
            The connectors service, which mirrors third-party systems into Elasticsearch.

            The service is not part of this release: it arrives with a later one, under this command.
            Until then 'leat' loads files into Elasticsearch and scans indices: run 'leat --help'.
            """;

    private ElasticIngest() {}

    /** Shows the help or the version; any other use ends with status 2. */
    public static void main(String[] arguments) {
        System.exit(run(Terminal.ofProcess(), List.of(arguments)).number());
    }

    static ExitCode run(Terminal terminal, List<String> arguments) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            terminal.out().print(HELP);
            return ExitCode.DONE;
        }
        if (arguments.contains("--version") || arguments.contains("-V")) {
            terminal.out().println(Build.current().describe("elastic-ingest"));
            return ExitCode.DONE;
        }
        terminal.note("elastic-ingest: the connectors service is not part of this release; it arrives with a later one."
                + " Run 'elastic-ingest --help'");
        return ExitCode.USAGE;
    }
}
