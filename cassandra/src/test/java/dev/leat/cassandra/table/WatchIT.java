package dev.leat.cassandra.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.cassandra.sync.Content;
import dev.leat.cassandra.sync.Sighting;
import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.ConfigException;
import dev.leat.testing.TestCassandra;
import dev.leat.testing.WithCassandra;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows that were written lately are found, and others are not looked at. */
@WithCassandra
class WatchIT {

    private static CassandraConnection connection;
    private static String keyspace;

    @BeforeAll
    static void connect(TestCassandra cassandra) {
        connection = CassandraConnection.open(
                ConnectionSettings.of(List.of(cassandra.contactPoint())).withConsistency("local_one"));
        keyspace = cassandra.createKeyspace("watched");
    }

    @AfterAll
    static void disconnect() {
        connection.close();
    }

    private static TableShape shape(String name) {
        return new SchemaReader(connection).read(keyspace, name, List.of());
    }

    private static void execute(String cql) {
        connection.session().execute(cql.replace("KS", keyspace));
    }

    private static List<String> keys(List<Sighting> seen) {
        return seen.stream().map(sighting -> sighting.key().values()).toList();
    }

    @Test
    void findsWhatWasWrittenLately() {
        execute("CREATE TABLE KS.watched (id int PRIMARY KEY, at timestamp, n bigint, u timeuuid)");
        execute("CREATE INDEX ON KS.watched (n) USING 'sai'");
        for (int i = 1; i <= 20; i++) {
            execute("INSERT INTO KS.watched (id, at, n, u) VALUES (" + i + ", " + i * 1_000 + ", " + i
                    + ", minTimeuuid(" + i * 1_000 + "))");
        }
        TableShape shape = shape("watched");

        assertThat(new SchemaReader(connection).isIndexed(shape, "n")).isTrue();
        assertThat(new SchemaReader(connection).isIndexed(shape, "at")).isFalse();
        for (String column : List.of("at", "n", "u")) {
            VersionWatch watch = VersionWatch.open(connection, shape, column, VersionWatch.Unit.SECONDS);
            List<Sighting> seen = new ArrayList<>();
            long highest = watch.changes(18_000_000, Long.MAX_VALUE, (page, position) -> seen.addAll(page));

            assertThat(keys(seen)).as(column).containsExactlyInAnyOrder("18", "19", "20");
            assertThat(highest).as(column).isEqualTo(20_000_000);
            CassandraTable table = CassandraTable.open(connection, shape);
            assertThat(seen).allSatisfy(sighting -> {
                assertThat(table.read(List.of(sighting.key())))
                        .containsExactly(Map.entry(sighting.key(), Objects.requireNonNull(sighting.row())));
                assertThat(sighting.row().fingerprint()).isEqualTo(sighting.image());
            });
            assertThat(watch.changes(21_000_000, Long.MAX_VALUE, (page, position) -> {}))
                    .isEqualTo(Long.MIN_VALUE);
            seen.clear();
            assertThat(watch.changes(3_000_000, 5_000_000, (page, position) -> seen.addAll(page)))
                    .isEqualTo(5_000_000);
            assertThat(keys(seen)).as(column).containsExactlyInAnyOrder("3", "4", "5");
            assertThat(watch.isQuick()).isEqualTo(column.equals("n"));
        }
        assertThatThrownBy(() -> VersionWatch.open(connection, shape, "id", VersionWatch.Unit.SECONDS))
                .isInstanceOf(ConfigException.class)
                .hasMessage("changes_column (date_col): the column \"id\" of " + shape
                        + " is a int; a timestamp, timeuuid or bigint tells versions");
    }

    @Test
    void readsOnlyThePartitionsOfTheLastBuckets() {
        execute("CREATE TABLE KS.bucketed (day date, id int, v text, PRIMARY KEY (day, id))");
        for (int day = 17; day <= 21; day++) {
            execute("INSERT INTO KS.bucketed (day, id, v) VALUES ('2026-11-" + day + "', 1, 'x')");
        }
        Instant noon = Instant.parse("2026-11-20T12:00:00Z");
        BucketWatch watch = BucketWatch.open(
                connection, shape("bucketed"), "day", BucketUnit.DAY, Duration.ofSeconds(5), () -> noon);
        Map<String, Object> seen = new HashMap<>();

        long upTo = watch.changes(
                noon.minus(Duration.ofHours(13)).toEpochMilli() * 1000,
                Long.MAX_VALUE,
                (page, position) ->
                        page.forEach(sighting -> seen.put(sighting.key().values(), sighting.image())));

        assertThat(seen)
                .containsOnlyKeys("[\"2026-11-19\",1]", "[\"2026-11-20\",1]")
                .containsValue(Content.of(Map.of("v", "\"x\"")).fingerprint());
        assertThat(upTo).isEqualTo(noon.toEpochMilli() * 1000);
        assertThatThrownBy(() -> BucketWatch.open(
                        connection, shape("bucketed"), "id", BucketUnit.DAY, Duration.ZERO, () -> noon))
                .isInstanceOf(ConfigException.class)
                .hasMessage("bucket: the column \"id\" is not the partition key of " + keyspace
                        + ".bucketed, which is [day]; only a whole partition can be a bucket");
    }
}
