package dev.leat.cassandra.sync;

import dev.leat.cassandra.index.Access;
import dev.leat.cassandra.ledger.IndexLeases;
import dev.leat.cassandra.ledger.IndexLedger;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

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

    @Override
    protected Ledger ledger() {
        return IndexLedger.open(cluster, pair, Access.READ_WRITE);
    }

    @Override
    protected LeaseRegister register() {
        return IndexLeases.open(cluster, pair, Access.READ_WRITE);
    }
}
