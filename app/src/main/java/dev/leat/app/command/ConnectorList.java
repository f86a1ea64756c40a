package dev.leat.app.command;

import dev.leat.app.connector.ConnectorView;
import dev.leat.app.terminal.ExitCode;
import dev.leat.connect.protocol.Protocol;
import dev.leat.elastic.cluster.Cluster;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code leat connector list}. */
@Command(
        name = "list",
        customSynopsis = "leat connector list [OPTIONS]",
        description = "Lists the connectors of the cluster.",
        footer = {
            "",
            "Example:",
            "  leat connector list --json",
            "",
            "STATUS is 'created', 'needs_configuration', 'configured', 'connected' or 'error'; LAST SYNC how the last",
            "sync of documents stands, AT when one last ended."
        })
final class ConnectorList implements Callable<Integer> {

    private final Session session;

    ConnectorList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Cluster cluster = session.connect()) {
            new ConnectorView(session.terminal(), session.format())
                    .list(Protocol.find(cluster, Clock.systemUTC())
                            .map(protocol -> protocol.connectors().all())
                            .orElse(List.of()));
            return ExitCode.DONE.number();
        }
    }
}
