package dev.leat.cassandra.sync;

import dev.leat.testing.TestCassandra;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithCassandra;
import dev.leat.testing.WithElasticsearch;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pair that runs, while the wire to one of its stores is cut, or silent for longer than any request waits. */
@WithCassandra
@WithElasticsearch
class OutagesIT {

    @TempDir
    Path scratch;

    private Relay toTable;
    private Relay toIndex;
    private RunningPair pair;

    @BeforeEach
    void start(TestCassandra cassandra, TestElasticsearch elasticsearch) throws IOException {
        URI url = elasticsearch.url();
        toTable = new Relay(cassandra.address());
        toIndex = new Relay(new InetSocketAddress(url.getHost(), url.getPort()));
        pair = new RunningPair(
                new RunningPair.Servers(
                        cassandra::execute,
                        cassandra.contactPoint(),
                        url.toString(),
                        toTable.address(),
                        "http://" + toIndex.address()),
                elasticsearch.uniqueIndex("outages"),
                scratch);
    }

    @AfterEach
    void stop() {
        pair.close();
        toTable.close();
        toIndex.close();
    }

    @Test
    void goesOnByItselfAfterTheWireToTheIndexWasCut() {
        outage(toIndex::cut, toIndex::mend);
    }

    @Test
    void goesOnByItselfAfterTheWireToTheTableWasCut() {
        outage(toTable::cut, toTable::mend);
    }

    @Test
    void goesOnByItselfAfterTheIndexWasSilent() {
        outage(toIndex::stall, toIndex::flow);
    }

    @Test
    void goesOnByItselfAfterTheTableWasSilent() {
        outage(toTable::stall, toTable::flow);
    }

    private void outage(Runnable broken, Runnable mended) {
        pair.outage(
                () -> {
                    broken.run();
                    pair.write();
                    pair.awaitCycle();
                },
                mended);
    }
}
