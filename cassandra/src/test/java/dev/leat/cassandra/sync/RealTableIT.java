package dev.leat.cassandra.sync;

import dev.leat.cassandra.table.CassandraConnection;
import dev.leat.cassandra.table.CassandraTable;
import dev.leat.cassandra.table.ConnectionSettings;
import dev.leat.cassandra.table.SchemaReader;
import dev.leat.testing.TestCassandra;
import dev.leat.testing.WithCassandra;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The real table does what every table side does. */
@WithCassandra
class RealTableIT extends TableSideConformance {
    private CassandraConnection connection;
    private CassandraTable table;

    @BeforeEach
    void makeTable(TestCassandra cassandra) {
        String keyspace = cassandra.createKeyspace("real_table");
        cassandra.execute("CREATE TABLE " + keyspace + ".t (id text PRIMARY KEY, a int, b int, \"list\" list<int>)");
        connection = CassandraConnection.open(
                ConnectionSettings.of(List.of(cassandra.contactPoint())).withConsistency("LOCAL_ONE"));
        table = CassandraTable.open(connection, new SchemaReader(connection).read(keyspace, "t", List.of()));
    }

    @AfterEach
    void disconnect() {
        connection.close();
    }

    @Override
    protected TableSide table() {
        return table;
    }
}
