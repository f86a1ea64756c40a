package dev.leat.elastic.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Backoff;
import dev.leat.elastic.bulk.WriteOutcome.Rejected;
import dev.leat.elastic.bulk.WriteOutcome.Unknown;
import dev.leat.elastic.bulk.WriteOutcome.Written;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.testing.Fault;
import dev.leat.testing.FaultPolicy;
import dev.leat.testing.FaultProxy;
import dev.leat.testing.Seeds;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.JsonNode;

/** Several threads write the same few documents in every way there is, while the way to the cluster breaks at random. */
@WithElasticsearch
class BulkFaultIT {

    private static final int WRITERS = 4;
    private static final int DOCUMENTS = 400;
    private static final long FAULTS = Boolean.getBoolean("leat.test.full") ? 10_000 : 150;

    private static List<Fault> faults(SplittableRandom random) {
        long seed = random.nextLong();
        return List.of(
                new Fault.DropBeforeSend(),
                new Fault.DropAfterSend(),
                new Fault.DropAfterAnswer(),
                new Fault.HalfResponse(),
                new Fault.Delay(Duration.ofMillis(15)),
                new Fault.ResetWhenIdle(Duration.ofMillis(1)),
                new Fault.Status(429),
                new Fault.Status(503),
                new Fault.Status(502),
                new Fault.Status(504),
                new Fault.Status(413),
                new Fault.Items((position, action) -> chosen(seed, position, action) ? 429 : 0),
                new Fault.Items((position, action) -> chosen(seed + 1, position, action) ? 503 : 0));
    }

    private static boolean chosen(long seed, int position, String action) {
        return new SplittableRandom(seed + position * 31L + action.hashCode()).nextInt(4) == 0;
    }

    @Test
    void everyOperationEndsAsReportedWhateverBreaks(TestElasticsearch elasticsearch, TestInfo test) throws Exception {
        SplittableRandom random = Seeds.of(test).random();
        String index = elasticsearch.uniqueIndex("faults");
        // Versions of deleted documents are remembered for the whole test: the model counts on them.
        elasticsearch
                .put("/" + index, "{\"settings\":{\"index\":{\"gc_deletes\":\"1h\",\"number_of_shards\":2}}}")
                .orFail();
        Workload workload = new Workload(index);
        try (FaultProxy proxy = FaultProxy.before(elasticsearch.url());
                Cluster cluster = Cluster.connect(ClusterSettings.of(proxy.url().toString()))) {
            BulkSettings settings = BulkSettings.standard()
                    .withMaxRequestOperations(40)
                    .withLinger(Duration.ofMillis(2))
                    .withMaxBytesInFlight(200_000)
                    .withMaxConcurrency(6)
                    .withRetryPolicy(RetryPolicy.untilAvailable()
                            .withBackoff(new Backoff(Duration.ofMillis(2), Duration.ofMillis(40))));
            BulkWriter writer = BulkWriter.open(cluster, settings, workload);
            FaultPolicy everywhere = FaultPolicy.random(random.nextLong(), 0.3, faults(random));
            Fault.Status tooLarge = new Fault.Status(413);
            // Only what carries documents can be too large.
            proxy.inject(request -> {
                Fault fault = everywhere.choose(request);
                return fault.equals(tooLarge) && !request.isBulk() ? new Fault.None() : fault;
            });

            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                SplittableRandom own = random.split();
                threads.add(Thread.ofVirtual().start(() -> {
                    while (proxy.injections().size() < FAULTS) {
                        for (int n = 0; n < 50; n++) {
                            workload.writeSomething(writer, own);
                        }
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            BulkReport report = writer.finish();
            proxy.heal();

            System.err.println("injected " + proxy.counts() + ", items " + proxy.failedItems() + "; " + report);
            assertThat(report.submitted()).isEqualTo(workload.written.get());
            assertThat(report.completed()).isEqualTo(report.submitted());
            assertThat(report.unsent()).isZero();
            workload.checkReports(report);
            workload.checkIndex(cluster);
        }
    }

    /** Writes, and remembers per document what was written in which order and what was reported. */
    private static final class Workload implements OutcomeListener {

        private final String index;
        private final AtomicLong written = new AtomicLong();
        private final Outcomes outcomes = new Outcomes();
        private final Map<String, Guard> lastSeen = new ConcurrentHashMap<>();
        private final Map<String, History> histories = new ConcurrentHashMap<>();

        Workload(String index) {
            this.index = index;
        }

        /** What was written to one document; its lock makes the order of writes known. */
        private static final class History {
            private final ReentrantLock lock = new ReentrantLock();
            private final List<BulkOperation> operations = new ArrayList<>();
        }

        void writeSomething(BulkWriter writer, SplittableRandom random) {
            // The lower half of the ids is written by everybody all the time, the upper half now and then.
            String id = "id \"" + (random.nextInt(5) == 0 ? random.nextInt(DOCUMENTS) : random.nextInt(DOCUMENTS / 4))
                    + "ß\"";
            History history = histories.computeIfAbsent(id, key -> new History());
            history.lock.lock();
            try {
                BulkOperation operation = something(id, random, history.operations.size());
                history.operations.add(operation);
                written.incrementAndGet();
                writer.write(operation);
            } finally {
                history.lock.unlock();
            }
        }

        private BulkOperation something(String id, SplittableRandom random, int number) {
            byte[] source = ("{\"tag\":\"" + random.nextLong() + "\",\"n\":0}").getBytes(UTF_8);
            Guard guard = lastSeen.getOrDefault(id, new Guard.IfSeqNo(0, 1));
            BulkOperation operation = switch (random.nextInt(12)) {
                case 0, 1, 2 -> BulkOperation.index(index, id, source);
                case 3, 4 -> BulkOperation.create(index, id, source);
                case 5 -> BulkOperation.delete(index, id);
                case 6, 7 ->
                    BulkOperation.update(
                            index, id, ("{\"doc\":{\"changed\":\"" + random.nextLong() + "\"}}").getBytes(UTF_8));
                case 8 ->
                    BulkOperation.update(index, id, "{\"script\":{\"source\":\"ctx._source.n += 1\"}}".getBytes(UTF_8));
                case 9 ->
                    BulkOperation.index(index, id, source)
                            .withGuard(new Guard.ExternalVersion(number + random.nextInt(10)));
                case 10 ->
                    BulkOperation.delete(index, id).withGuard(new Guard.ExternalVersion(number + random.nextInt(10)));
                default ->
                    random.nextInt(4) == 0
                            ? BulkOperation.delete(index, id).withGuard(guard)
                            : BulkOperation.index(index, id, source).withGuard(guard);
            };
            return operation;
        }

        @Override
        public void completed(BulkOperation operation, WriteOutcome outcome) {
            outcomes.completed(operation, outcome);
            if (outcome instanceof Written written && written.seqNo() >= 0) {
                lastSeen.put(operation.id(), new Guard.IfSeqNo(written.seqNo(), written.primaryTerm()));
            }
        }

        void checkReports(BulkReport report) {
            assertThat(outcomes.count()).isEqualTo((int) report.submitted());
            histories.forEach((id, history) -> assertThat(outcomes.told(index, id))
                    .extracting(Outcomes.Told::operation)
                    .as("reports for %s in the order written", id)
                    .isEqualTo(history.operations));
            assertThat(outcomes.all().stream()
                            .filter(told -> told.outcome() instanceof Unknown)
                            .count())
                    .isEqualTo(report.unknown());
            assertThat(outcomes.all().stream()
                            .filter(told -> told.outcome() instanceof Rejected)
                            .count())
                    .isEqualTo(report.rejected());
        }

        void checkIndex(Cluster cluster) {
            histories.keySet().forEach(id -> {
                DocumentModel model = new DocumentModel();
                outcomes.told(index, id).forEach(told -> model.reported(told.operation(), told.outcome()));
                JsonNode stored = cluster.perform(Request.read("GET", "/" + index + "/_doc/" + Request.segment(id))
                                .expecting(404))
                        .json();
                JsonNode content = stored.path("found").asBoolean() ? stored.get("_source") : null;
                long version = stored.path("_version").asLong(0);
                assertThat(model.canBe(content, version))
                        .as("%s is %s at version %d, but should be %s", id, content, version, model)
                        .isTrue();
            });
        }
    }
}
