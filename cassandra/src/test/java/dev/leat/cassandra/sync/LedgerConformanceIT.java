package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cassandra.index.Access;
import dev.leat.cassandra.ledger.IndexLeases;
import dev.leat.cassandra.ledger.IndexLedger;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The real ledger and the real lease do what every ledger and lease do. */
@WithElasticsearch
@Tag("smoke")
class LedgerConformanceIT extends LedgerConformance {

    private TestElasticsearch elasticsearch;
    private Cluster cluster;
    private String pair;

    @BeforeEach
    void connect(TestElasticsearch node) {
        elasticsearch = node;
        cluster = Cluster.connect(node.url().toString(), Credentials.none());
        pair = node.uniqueIndex("Pair of ");
    }

    @AfterEach
    void removeLedger() {
        elasticsearch.delete("/" + IndexLedger.indexOf(pair) + "-1");
        cluster.close();
    }

    @Test
    void whatItKnowsOfADocumentOfAnotherFormDoesNotCount() {
        RowKey key = RowKey.of("key");
        Version document = new Version("index-1", 8, 1);
        IndexLedger ledger = IndexLedger.open(cluster, pair, Access.READ_WRITE);
        LedgerEntry entry =
                LedgerEntry.unknown(key).settled(new Fingerprint(1, 2), null, 3).withDocument(document);

        ledger.withForm("two columns").write(List.of(entry));

        assertThat(document(ledger.withForm("two columns"), key)).isEqualTo(document);
        assertThat(document(ledger.withForm("one column"), key)).isNull();
    }

    private static @Nullable Version document(Ledger ledger, RowKey key) {
        return Objects.requireNonNull(ledger.read(List.of(key)).get(key)).document();
    }

    @Override
    protected Ledger ledger() {
        return IndexLedger.open(cluster, pair, Access.READ_WRITE);
    }

    @Override
    protected LeaseRegister register() {
        return IndexLeases.open(cluster, pair, Access.READ_WRITE);
    }
}
