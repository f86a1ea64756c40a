package dev.leat.benchmarks;

import dev.leat.cassandra.sync.SyncPair;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * How late rows arrive in the index while a sync runs and rows are written at a steady rate: for a sample of them, the time
 * from the write to the first answer, in real time, that has it.
 */
final class SyncLag {

    private static final int WRITES_PER_SECOND = 2_000;
    private static final int WARM_UP_SECONDS = 40;
    private static final int SECONDS = 30;
    private static final int SAMPLED = 50;
    private static final long PERIOD_NANOS = 1_000_000_000;
    private static final long POLL_NANOS = 250_000_000;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final CassandraOrders orders;
    private final Cluster cluster;
    private final String index;
    private final int rows;
    private final Map<Integer, Long> pending = new ConcurrentHashMap<>();
    private final List<Double> lags = new ArrayList<>();

    /** @param rows how many there are; the writes change any of them */
    SyncLag(CassandraOrders orders, Cluster cluster, String index, int rows) {
        this.orders = orders;
        this.cluster = cluster;
        this.index = index;
        this.rows = rows;
    }

    /** Writes, and tells what came of it. */
    String measure(SyncPair pair) throws IOException, InterruptedException {
        Thread sync = Thread.ofVirtual().name("sync").start(() -> run(pair));
        // A sync runs for weeks: what it is like in its first seconds does not count.
        writeAndLook(WARM_UP_SECONDS);
        lags.clear();
        writeAndLook(SECONDS);
        sync.interrupt();
        sync.join();
        Collections.sort(lags);
        return String.format(
                Locale.ROOT,
                "%,d writes a second for %d s: %,d rows looked for; they were in the index after %.2f s (median), %.2f s"
                        + " (p99), %.2f s at most.",
                WRITES_PER_SECOND,
                SECONDS,
                lags.size(),
                lags.get(lags.size() / 2),
                lags.get(lags.size() * 99 / 100),
                lags.getLast());
    }

    /** As the service does it. */
    private static void run(SyncPair pair) {
        try {
            while (true) {
                long begin = System.nanoTime();
                pair.once();
                long left = PERIOD_NANOS - (System.nanoTime() - begin);
                TimeUnit.NANOSECONDS.sleep(left);
            }
        } catch (CancelledException | InterruptedException stopped) {
            pair.release();
        }
    }

    private void writeAndLook(int seconds) throws IOException, InterruptedException {
        Thread writer = Thread.ofPlatform().name("writer").start(() -> write(seconds));
        long end = System.nanoTime() + seconds * 1_000_000_000L + PATIENCE_NANOS;
        while ((writer.isAlive() || !pending.isEmpty()) && System.nanoTime() < end) {
            look();
            LockSupport.parkNanos(POLL_NANOS);
        }
        writer.join();
        if (!pending.isEmpty() || lags.isEmpty()) {
            throw new IOException(pending.size() + " of the rows that were looked for never arrived");
        }
    }

    private void write(int seconds) {
        SplittableRandom random = new SplittableRandom(1);
        long start = System.nanoTime();
        for (int i = 0; i < WRITES_PER_SECOND * seconds; i++) {
            long due = start + i * (1_000_000_000L / WRITES_PER_SECOND);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            int number = random.nextInt(rows);
            long time = CassandraOrders.micros();
            boolean isSampled = i % SAMPLED == 0;
            orders.write(number, time).whenComplete((result, error) -> {
                if (isSampled && error == null) {
                    pending.putIfAbsent(number, time);
                }
            });
        }
    }

    private void look() {
        Map<Integer, Long> wanted = Map.copyOf(pending);
        if (wanted.isEmpty()) {
            return;
        }
        String ids = wanted.keySet().stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(",", "[", "]"));
        JsonNode answer = cluster.perform(Request.read("POST", "/" + Request.segment(index) + "/_mget")
                        .withParameter("_source_includes", "version")
                        .withJson("{\"ids\":" + ids + "}"))
                .json();
        long now = CassandraOrders.micros();
        for (JsonNode document : answer.path("docs")) {
            int number = Integer.parseInt(document.path("_id").asString());
            long written = wanted.getOrDefault(number, Long.MAX_VALUE);
            if (document.path("_source").path("version").asLong(0) >= written) {
                lags.add((now - written) / 1e6);
                pending.remove(number);
            }
        }
    }
}
