package dev.leat.cassandra.table;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.cassandra.sync.RowKey;
import dev.leat.cassandra.sync.RowWrite;
import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.RejectedException;
import dev.leat.testing.TestCassandra;
import dev.leat.testing.WithCassandra;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

@WithCassandra
class DroppedColumnIT {

    @Test
    void noRowIsBlamedForATableThatIsNotAsItWas(TestCassandra cassandra) {
        String keyspace = cassandra.createKeyspace("dropped");
        try (CassandraConnection connection =
                CassandraConnection.open(ConnectionSettings.of(List.of(cassandra.contactPoint())))) {
            connection.session().execute("CREATE TABLE " + keyspace + ".t (id int PRIMARY KEY, a int, b int)");
            TableShape shape = new SchemaReader(connection).read(keyspace, "t", List.of());
            CassandraTable table = CassandraTable.open(connection, shape);
            RowWrite put = new RowWrite.Put(RowKey.of("1"), new TreeMap<>(Map.of("a", "1")), Set.of(), 1);
            connection.session().execute("ALTER TABLE " + keyspace + ".t DROP b");

            assertThatThrownBy(() -> table.write(List.of(put)))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageStartingWith("Cannot write rows of " + shape + ": Undefined column name b");
        }
    }
}
