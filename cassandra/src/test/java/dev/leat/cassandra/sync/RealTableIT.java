package dev.leat.cassandra.sync;

import dev.leat.cassandra.table.CassandraConnection;
import dev.leat.cassandra.table.CassandraTable;
import dev.leat.cassandra.table.ConnectionSettings;
import dev.leat.cassandra.table.SchemaReader;
import dev.leat.testing.TestCassandra;
import dev.leat.testing.WithCassandra;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The real table does what every table side does. */
@WithCassandra
class RealTableIT extends TableSideConformance {
    private static CassandraConnection connection;
    private static String keyspace;
    private static int tables;
    private CassandraTable table;

    @BeforeAll
    static void connect(TestCassandra cassandra) {
        keyspace = cassandra.createKeyspace("real_table");
        connection = CassandraConnection.open(
                ConnectionSettings.of(List.of(cassandra.contactPoint())).withConsistency("LOCAL_ONE"));
    }

    @AfterAll
    static void disconnect() {
        connection.close();
    }

    @BeforeEach
    void makeTable(TestCassandra cassandra) {
        String name = "t" + tables++;
        cassandra.execute(
                "CREATE TABLE " + keyspace + "." + name + " (id text PRIMARY KEY, a int, b int, \"list\" list<int>)");
        table = CassandraTable.open(connection, new SchemaReader(connection).read(keyspace, name, List.of()));
    }

    @Override
    protected TableSide table() {
        return table;
    }
}
