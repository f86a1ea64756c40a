package dev.leat.app.command;

import dev.leat.app.connector.ConnectorView;
import dev.leat.app.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code leat connector show}. */
@Command(
        name = "show",
        customSynopsis = "leat connector show ID [OPTIONS]",
        description = "Shows a connector with its settings; secrets are hidden, references to them are not.",
        footer = {
            "",
            "Examples:",
            "  leat connector show orders",
            "  leat connector show orders --json     the whole document, secrets hidden"
        })
final class ConnectorShow implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "ID", description = "of a connector")
    private String id = "";

    ConnectorShow(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (ProtocolSession open = ProtocolSession.open(session)) {
            new ConnectorView(session.terminal(), session.format()).show(open.connector(id));
            return ExitCode.DONE.number();
        }
    }
}
