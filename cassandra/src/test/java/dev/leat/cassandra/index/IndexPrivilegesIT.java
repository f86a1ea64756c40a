package dev.leat.cassandra.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.cassandra.ledger.IndexDeadLetters;
import dev.leat.cassandra.ledger.IndexLeases;
import dev.leat.cassandra.ledger.IndexLedger;
import dev.leat.cassandra.sync.Content;
import dev.leat.cassandra.sync.DocWrite;
import dev.leat.cassandra.sync.IndexSide;
import dev.leat.cassandra.sync.LeaseRegister;
import dev.leat.cassandra.sync.LedgerEntry;
import dev.leat.cassandra.sync.Outcome;
import dev.leat.cassandra.sync.RowKey;
import dev.leat.cassandra.sync.Side;
import dev.leat.cassandra.sync.Sighting;
import dev.leat.cassandra.type.Column;
import dev.leat.cassandra.type.Column.Kind;
import dev.leat.cassandra.type.ScalarType;
import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.elastic.cluster.Tls;
import dev.leat.testing.Secured;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the sync does with the privileges that its guide names, and with less. */
@WithElasticsearch
class IndexPrivilegesIT {

    private static final String USE = "\"read\",\"write\",\"view_index_metadata\",\"monitor\",\"maintenance\"";
    private static final RowKey KEY = RowKey.of("key");
    private static final Content CONTENT = Content.of(Map.of("a", "1"));
    private static final TableShape SHAPE = new TableShape(
            "shop",
            "things",
            List.of(new Column("id", ScalarType.TEXT, Kind.PARTITION_KEY)),
            List.of(new Column("a", ScalarType.INT, Kind.REGULAR)),
            false);

    private static Cluster connect(TestElasticsearch node, String index, String onIndex) {
        String role = "{\"cluster\":[\"monitor\"],\"indices\":[{\"names\":[\"" + index + "\"],\"privileges\":["
                + onIndex + "]},{\"names\":[\"leat-sync-*\",\"leat-dead-letters\"],\"privileges\":[" + USE
                + ",\"manage\"]}]}";
        String key = node.apiKey("{\"name\":\"sync\",\"role_descriptors\":{\"sync\":" + role + "}}");
        return Cluster.connect(ClusterSettings.of(node.url().toString())
                .withTls(Tls.trusting(Objects.requireNonNull(node.caCertificate())))
                .withRetryPolicy(RetryPolicy.none())
                .withCredentials(Credentials.apiKey(Objects.requireNonNull(key))));
    }

    private static void useEverything(Cluster cluster, String name) {
        ClusterIndex index = ClusterIndex.open(cluster, SHAPE, IndexSettings.of(name));
        Outcome outcome =
                index.write(List.of(new DocWrite.Put(KEY, CONTENT, null, ""))).get(KEY);
        List<Sighting> changes = new ArrayList<>();
        index.changes(IndexSide.BEGINNING, (page, position) -> changes.addAll(page));
        List<RowKey> keys = new ArrayList<>();
        index.scanKeys(keys::addAll);

        assertThat(outcome).isInstanceOf(Outcome.Written.class);
        assertThat(changes)
                .containsExactly(Sighting.of(
                        KEY, Objects.requireNonNull(index.read(List.of(KEY)).get(KEY))));
        assertThat(keys).containsExactly(KEY);
    }

    @Test
    void makesAndUsesItsIndices(@Secured TestElasticsearch node) {
        String name = node.uniqueIndex("privileges");
        try (Cluster cluster = connect(node, name, USE + ",\"manage\"")) {
            useEverything(cluster, name);
            IndexLedger ledger = IndexLedger.open(cluster, name, Access.READ_WRITE);
            List<LedgerEntry> entries = new ArrayList<>();
            ledger.write(List.of(new LedgerEntry(KEY, CONTENT.fingerprint(), null, List.of(), 1, null, null)));
            ledger.scan(entries::addAll);
            IndexLeases leases = IndexLeases.open(cluster, name, Access.READ_WRITE);

            assertThat(entries).hasSize(1);
            assertThat(leases.write(LeaseRegister.State.initial())).isInstanceOf(Outcome.Written.class);
            IndexDeadLetters letters =
                    IndexDeadLetters.open(cluster, IndexDeadLetters.INDEX, name, name, InstantSource.system());
            letters.add(KEY, Side.TABLE, "because");
            assertThat(node.count(IndexDeadLetters.INDEX)).isEqualTo(1);
        }
    }

    @Test
    void usesAnIndexThatItMayNotManage(@Secured TestElasticsearch node) {
        String name = node.uniqueIndex("privileges");
        node.put("/" + name, "{}").orFail();
        try (Cluster cluster = connect(node, name, USE)) {
            useEverything(cluster, name);

            ClusterIndex index = ClusterIndex.open(cluster, SHAPE, IndexSettings.of(name));
            node.delete("/" + name).orFail();
            assertThatThrownBy(() -> index.write(List.of(new DocWrite.Put(KEY, CONTENT, null, ""))))
                    .isInstanceOf(RejectedException.class);
            assertThat(node.get("/" + name).status()).isEqualTo(404);
        }
    }
}
