package dev.leat.app.command;

import dev.leat.app.terminal.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leat connector}: the connectors of a cluster; its subcommands do the work. */
@Command(
        name = "connector",
        customSynopsis = "leat connector create|list|show|delete [OPTIONS]",
        description = {
            "Makes, shows and deletes connectors.",
            "Each brings one index in line with one source, when a service of the connector protocol runs it. Kibana"
                    + " shows the same ones."
        },
        footer = {
            "",
            "Examples:",
            "  leat connector create                               asks for everything",
            "  leat connector create --from-file orders.yml --dry-run",
            "  leat connector list",
            "  leat connector show orders --json",
            "  leat connector delete orders"
        })
final class ConnectorCommand implements Callable<Integer> {

    @Spec
    @Nullable
    private CommandSpec spec;

    private ConnectorCommand() {}

    /** The command, with its subcommands if it is meant by the words of the command line. */
    static CommandLine commandLine(Session session, List<String> words) {
        CommandLine connector = new CommandLine(new ConnectorCommand());
        return words.contains("connector")
                ? connector
                        .addSubcommand(new ConnectorCreate(session))
                        .addSubcommand(new ConnectorList(session))
                        .addSubcommand(new ConnectorShow(session))
                        .addSubcommand(new ConnectorDelete(session))
                : connector;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            return ExitCode.USAGE.number();
        }
        throw new ParameterException(spec.commandLine(), "Say what to do: create, list, show or delete");
    }
}
