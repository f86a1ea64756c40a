package dev.leat.app.command;

import dev.leat.app.collection.Maintenance;
import dev.leat.app.collection.Maintenance.Consent;
import dev.leat.app.terminal.ExitCode;
import dev.leat.datastore.schema.Loss;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.cluster.Cluster;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leat collection reindex}. */
@Command(
        name = "reindex",
        customSynopsis = "leat collection reindex NAME [OPTIONS]",
        description =
                "Goes on with a migration that was broken off; where there is none, copies the collection to a new"
                        + " index of the schema that it records. Every id and content is compared before the new one is used.",
        footer = {
            "",
            "Examples:",
            "  leat collection reindex hits",
            "  leat collection reindex hits --rollback",
            "  leat collection reindex hits --discard-old --yes",
            "",
            "Readers go on meanwhile, writers wait: also after Ctrl-C or a crash, until the same command has ended the",
            "migration or --rollback has taken it back. The old index is kept for a way back."
        })
final class CollectionReindex implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "NAME", description = "a collection")
    private String name = "";

    @Option(
            names = "--rollback",
            description = "take back a migration that was broken off, or return to the index from before the last")
    private boolean rollback;

    @Option(names = "--discard-old", description = "copy nothing; remove the indices that are kept for a way back")
    private boolean discardOld;

    @Option(
            names = "--accept-loss",
            description = "leave fields behind that the schema does not have; with --rollback: lose the writes since")
    private boolean acceptLoss;

    @Option(names = "--yes", description = "do not ask before indices are removed")
    private boolean yes;

    CollectionReindex(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (rollback && discardOld) {
            throw new ConfigException("--discard-old", "given together with --rollback; leave one out");
        }
        Loss loss = acceptLoss ? Loss.ACCEPTED : Loss.REFUSED;
        try (Cluster cluster = session.connect()) {
            Maintenance maintenance = new Maintenance(cluster, session.terminal());
            if (discardOld) {
                return session.conclude(maintenance.discardOld(name, yes ? Consent.GIVEN : Consent.ASK));
            }
            session.print(rollback ? maintenance.rollback(name, loss) : maintenance.reindex(name, loss));
            return ExitCode.DONE.number();
        }
    }
}
