package dev.leat.cassandra.sync;

import dev.leat.cassandra.index.Access;
import dev.leat.cassandra.index.ClusterIndex;
import dev.leat.cassandra.index.IndexSettings;
import dev.leat.cassandra.ledger.IndexLeases;
import dev.leat.cassandra.ledger.IndexLedger;
import dev.leat.cassandra.table.CassandraConnection;
import dev.leat.cassandra.table.CassandraTable;
import dev.leat.cassandra.table.ConnectionSettings;
import dev.leat.cassandra.table.SchemaReader;
import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Progress;
import dev.leat.elastic.Waiter;
import dev.leat.elastic.cluster.Cluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** A process that brings a table into an index, compares both and the ledger, and verifies them. */
final class CopyProgram {

    private CopyProgram() {}

    /** Takes a contact point, a keyspace, the address of Elasticsearch, an index and a direction. */
    public static void main(String[] arguments) throws Exception {
        Path scratch = Files.createTempDirectory("leat-copy");
        try (CassandraConnection connection = CassandraConnection.open(
                        ConnectionSettings.of(List.of(arguments[0])).withConsistency("LOCAL_ONE"));
                Cluster cluster = Cluster.connect(arguments[2], Credentials.none())) {
            TableShape shape = new SchemaReader(connection).read(arguments[1], "t", List.of());
            SyncPorts ports = new SyncPorts(
                    CassandraTable.open(connection, shape),
                    null,
                    ClusterIndex.open(cluster, shape, IndexSettings.of(arguments[3])),
                    IndexLedger.open(cluster, arguments[3], Access.READ_WRITE),
                    IndexLeases.open(cluster, arguments[3], Access.READ_WRITE),
                    (key, side, reason) -> {
                        throw new IllegalStateException(reason);
                    },
                    InstantSource.system(),
                    Waiter.system());
            PairSettings settings = PairSettings.standard(scratch)
                    .withRules(Rules.standard().withDirection(Direction.valueOf(arguments[4])))
                    .withReconcileEvery(Duration.ZERO);
            SyncPair pair = new SyncPair("copy", ports, settings);
            pair.once();
            Verification verification = pair.verify(10, Progress.none());
            System.out.println("written " + pair.tally().count(Event.DOCUMENT_WRITTEN) + ", equal "
                    + verification.isEqual() + ", " + verification.table().count() + " rows, "
                    + verification.index().count() + " documents");
        } finally {
            Files.delete(scratch);
        }
    }
}
