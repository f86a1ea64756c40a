package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cassandra.table.CassandraConnection;
import dev.leat.cassandra.table.CassandraTable;
import dev.leat.cassandra.table.ConnectionSettings;
import dev.leat.cassandra.table.SchemaReader;
import dev.leat.testing.Seeds;
import dev.leat.testing.TestCassandra;
import dev.leat.testing.WithCassandra;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Holds the table in memory, on which the sync is proven, against a real one: the same writes, the same rows. */
@WithCassandra
class TableConformanceIT {
    private static final int ROUNDS = Boolean.getBoolean("leat.test.full") ? 3_000 : 300;
    private static final int WRITES = 8;

    @Test
    void theModelAndTheRealTableAgree(TestCassandra cassandra, TestInfo test) {
        String keyspace = cassandra.createKeyspace("conformance");
        cassandra.execute(
                "CREATE TABLE " + keyspace + ".t (id text PRIMARY KEY, a text, b text, \"list\" list<int>, v bigint)");
        Seeds seed = Seeds.of(test);
        RandomGenerator random = seed.random();
        try (CassandraConnection connection = CassandraConnection.open(
                ConnectionSettings.of(List.of(cassandra.contactPoint())).withConsistency("LOCAL_ONE"))) {
            CassandraTable real =
                    CassandraTable.open(connection, new SchemaReader(connection).read(keyspace, "t", List.of()));
            TableModel model = new TableModel(() -> 0);
            List<RowKey> keys = new ArrayList<>();
            Map<RowKey, List<RowWrite>> history = new HashMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                keys.add(RowKey.of("key-" + round));
            }

            for (int i = 0; i < WRITES; i++) {
                List<RowWrite> writes =
                        keys.stream().map(key -> write(key, random)).toList();
                writes.forEach(write -> history.computeIfAbsent(write.key(), key -> new ArrayList<>())
                        .add(write));
                model.write(writes);
                assertThat(real.write(writes))
                        .containsOnlyKeys(keys)
                        .allSatisfy((key, outcome) -> assertThat(outcome).isEqualTo(new Outcome.Written(null)));
            }

            Map<RowKey, RowState> rows = real.read(keys);
            model.read(keys)
                    .forEach((key, row) -> assertThat(rows.get(key))
                            .as(() -> seed + ": " + history.get(key) + " " + values(row) + " or "
                                    + values(Objects.requireNonNull(rows.get(key))))
                            .isEqualTo(row));
            Map<RowKey, Fingerprint> scanned = new HashMap<>();
            real.scan(null, (page, position) -> page.forEach(row -> scanned.put(row.key(), row.image())));
            Map<RowKey, Fingerprint> expected = new HashMap<>();
            model.scan(null, (page, position) -> page.forEach(row -> expected.put(row.key(), row.image())));
            assertThat(scanned).isEqualTo(expected);
        }
    }

    private static RowWrite write(RowKey key, RandomGenerator random) {
        // Few times, so that many are equal.
        long timestamp = 1L + random.nextInt(6);
        return switch (random.nextInt(5)) {
            case 0 -> new RowWrite.Delete(key, timestamp);
            case 1 -> new RowWrite.Replace(key, Content.of(values(random)), timestamp);
            default -> {
                Map<String, String> set = values(random);
                Set<String> cleared = new HashSet<>(RowModel.columns());
                cleared.removeAll(set.keySet());
                cleared.removeIf(column -> random.nextBoolean());
                yield new RowWrite.Put(key, set, cleared, timestamp);
            }
        };
    }

    private static Map<String, String> values(RandomGenerator random) {
        Map<String, String> values = new HashMap<>();
        for (String column : RowModel.columns()) {
            if (random.nextBoolean()) {
                int number = 1 + random.nextInt(9);
                values.put(
                        column,
                        switch (column) {
                            case "list" -> "[" + number + "," + random.nextInt(9) + "]";
                            case "v" -> Integer.toString(number);
                            default -> "\"" + number + "\"";
                        });
            }
        }
        return values;
    }

    private static Object values(RowState row) {
        return row instanceof RowState.Present present
                ? present.content().values() + "@" + present.writeTime()
                : String.valueOf(row);
    }
}
