package dev.leat.datastore.schema;

import dev.leat.datastore.Gauges;
import dev.leat.datastore.mapping.DocumentType;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Progress;
import dev.leat.elastic.cluster.Cluster;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process that migrates gauges, and stands still at one moment, so that it can be killed there. */
public final class MigrationProcess {

    /** All moments of a migration forward, as {@link Migration.Witness} is told of them. */
    public static final List<String> MOMENTS = List.of(
            "Planned.record",
            "Planned.act",
            "Blocked.record",
            "Blocked.act",
            "Created.record",
            "Created.act",
            "Copied.record",
            "Copied.act",
            "Verified.record",
            "Verified.act",
            "Swapped.record",
            "Swapped.act",
            "Finished.record");

    /** And of one back. */
    public static final List<String> MOMENTS_BACK = List.of("RollingBack.act", "RolledBack.record");

    /** How long others wait for one that was killed. */
    private static final Duration LIFETIME = Duration.ofMillis(500);

    private MigrationProcess() {}

    /** Takes address, collection, simple name of the class, {@code reindex} or {@code rollback}, and the moment. */
    public static void main(String[] arguments) throws IOException {
        try (Cluster cluster = Cluster.connect(arguments[0], Credentials.none())) {
            Class<?> type = arguments[2].equals("Gauge") ? Gauges.Gauge.class : Gauges.LaterGauge.class;
            Schema schema = Schema.of(arguments[1], DocumentType.of(type), Layout.standard());
            CollectionSchema collection = new CollectionSchema(cluster, schema, LIFETIME, moment -> {
                if (moment.equals(arguments[4])) {
                    say("at " + moment);
                    standStill();
                }
            });
            cluster.info();
            say("ready");
            if (System.in.read() < 0) {
                return;
            }
            if (arguments[3].equals("rollback")) {
                collection.rollback(Loss.REFUSED);
            } else {
                collection.reindex(Loss.REFUSED, Progress.none());
            }
            say("done");
        }
    }

    private static void standStill() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
