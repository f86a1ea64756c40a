package dev.leat.cassandra.service;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import dev.leat.testing.TestCassandra;
import java.time.Duration;

/** Connections of applications, which wait for a busy machine. */
final class Sessions {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Sessions() {}

    static CqlSession open(TestCassandra cassandra, String keyspace) {
        return CqlSession.builder()
                .addContactPoint(cassandra.address())
                .withLocalDatacenter(cassandra.datacenter())
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, PATIENCE)
                        .build())
                .withKeyspace(keyspace)
                .build();
    }
}
