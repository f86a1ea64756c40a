package dev.leat.app.command;

import dev.leat.app.terminal.Confirmation;
import dev.leat.app.terminal.Summary;
import dev.leat.connect.protocol.Connector;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leat connector delete}. */
@Command(
        name = "delete",
        customSynopsis = "leat connector delete ID [--yes] [OPTIONS]",
        description =
                "Deletes a connector as Kibana does: its document stays, marked, and no service runs it any more. Its"
                        + " index and its documents stay, and another connector may take the index.",
        footer = {
            "",
            "Examples:",
            "  leat connector delete orders          asks first",
            "  leat connector delete orders --yes    for scripts"
        })
final class ConnectorDelete implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "ID", description = "of a connector")
    private String id = "";

    @Option(names = "--yes", description = "do not ask")
    private boolean yes;

    ConnectorDelete(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (ProtocolSession open = ProtocolSession.open(session)) {
            Connector connector = open.connector(id);
            String consequence = "Connector " + id + " (" + connector.displayName() + ") will be deleted";
            if (!yes && !new Confirmation(session.terminal()).isGiven(consequence)) {
                return session.conclude(Optional.empty());
            }
            open.protocol().connectors().delete(id);
            return session.conclude(Optional.of(new Summary()
                    .add("connector", id)
                    .add("done", "deleted")
                    .add("index", connector.indexName() == null ? "none" : connector.indexName())));
        }
    }
}
