package dev.leat.connect.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.testing.Seeds;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Beginning and ending sync jobs, by many at once and with crashes between the two writes. */
@WithElasticsearch
class SyncRunsIT {

    private static final Map<String, Object> CURSOR = Map.of("at", 7L);
    private static final int JOBS = Boolean.getBoolean("leat.test.full") ? 100 : 30;

    private final ProtocolFixture protocol;
    private final SyncRuns runs;

    SyncRunsIT(TestElasticsearch elasticsearch) {
        this.protocol = new ProtocolFixture(elasticsearch);
        this.runs = protocol.runs;
    }

    @AfterEach
    void close() {
        protocol.close();
    }

    @Test
    void eachOfManyJobsIsBegunByOneOfManyWorkers() throws Exception {
        List<SyncJob> jobs = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            jobs.add(protocol.job(protocol.connector("c" + i), JobType.FULL));
        }
        Map<String, AtomicInteger> begun = new ConcurrentHashMap<>();
        SyncRuns other = protocol.anotherWorker();

        inThreads(8, thread -> {
            List<SyncJob> order = new ArrayList<>(jobs);
            Collections.rotate(order, thread * 5);
            SyncRuns worker = thread % 2 == 0 ? runs : other;
            order.forEach(job -> worker.begin(job.id(), "host-" + thread)
                    .ifPresent(one -> begun.computeIfAbsent(one.job().id(), id -> new AtomicInteger())
                            .incrementAndGet()));
        });

        assertThat(begun)
                .hasSize(JOBS)
                .allSatisfy((job, times) -> assertThat(times).hasValue(1));
        assertThat(protocol.connectorNow("c7").lastSyncStatus()).isEqualTo(JobStatus.IN_PROGRESS);
    }

    @Test
    void contentJobsOfAConnectorRunOneAfterAnother() throws Exception {
        Connector connector = protocol.connector("c1");
        List<SyncJob> jobs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            jobs.add(protocol.job(connector, i % 2 == 0 ? JobType.FULL : JobType.INCREMENTAL));
        }
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();

        inThreads(4, thread -> {
            SyncRuns worker = protocol.anotherWorker();
            while (ended.get() < jobs.size()) {
                for (SyncJob job : jobs) {
                    if (worker.begin(job.id(), "host-" + thread).isPresent()) {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        running.decrementAndGet();
                        worker.end(job.id(), new Ending.Completed(CURSOR), JobCounts.none(), null);
                        ended.incrementAndGet();
                    }
                }
            }
        });

        assertThat(most).hasValue(1);
        assertThat(ended).hasValue(6);
        assertThat(jobs)
                .allSatisfy(job -> assertThat(protocol.jobNow(job).status()).isEqualTo(JobStatus.COMPLETED));
        assertThat(protocol.connectorNow("c1").holder(JobType.FULL)).isNull();
    }

    @Test
    void accessControlRunsBesideContent() {
        Connector connector = protocol.connector("c1");
        SyncJob full = protocol.job(connector, JobType.FULL);
        SyncJob identities = protocol.job(connector, JobType.ACCESS_CONTROL);

        assertThat(runs.begin(full.id(), "h")).isPresent();
        assertThat(runs.begin(identities.id(), "h")).isPresent();
        assertThat(runs.begin(protocol.job(connector, JobType.ACCESS_CONTROL).id(), "h"))
                .isEmpty();
        runs.end(identities.id(), new Ending.Completed(CURSOR), new JobCounts(3, 0, 0), null);

        Connector after = protocol.connectorNow("c1");
        assertThat(after.lastAccessControlSyncStatus()).isEqualTo(JobStatus.COMPLETED);
        assertThat(after.lastSyncStatus()).isEqualTo(JobStatus.IN_PROGRESS);
        assertThat(after.syncCursor()).as("identities have no cursor").isNull();
    }

    @Test
    void endsBothDocumentsAsTheProtocolSays() {
        Connector connector = protocol.connector("c1");
        SyncJob first = protocol.begin(protocol.job(connector, JobType.FULL));
        protocol.pass(Duration.ofSeconds(10));

        runs.end(first.id(), new Ending.Completed(CURSOR), new JobCounts(12, 3, 5L * 1024 * 1024), 40L);

        SyncJob job = protocol.jobNow(first);
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.completedAt()).isEqualTo(protocol.now());
        assertThat(job.startedAt()).isEqualTo(protocol.now().minusSeconds(10));
        assertThat(job.indexedDocumentCount()).isEqualTo(12);
        assertThat(job.deletedDocumentCount()).isEqualTo(3);
        assertThat(job.indexedDocumentVolume()).isEqualTo(5);
        assertThat(job.totalDocumentCount()).isEqualTo(40);
        Connector after = protocol.connectorNow("c1");
        assertThat(after.status()).isEqualTo(ConnectorStatus.CONNECTED);
        assertThat(after.lastSynced()).isEqualTo(protocol.now());
        assertThat(after.lastIndexedDocumentCount()).isEqualTo(12);
        assertThat(after.lastDeletedDocumentCount()).isEqualTo(3);
        assertThat(after.syncCursor()).isEqualTo(CURSOR);
    }

    @Test
    void keepsTheCursorOfTheLastCompletedRun() {
        Connector connector = protocol.connector("c1");
        SyncJob first = protocol.begin(protocol.job(connector, JobType.FULL));
        runs.end(first.id(), new Ending.Completed(CURSOR), JobCounts.none(), null);

        SyncJob second = protocol.begin(protocol.job(connector, JobType.FULL));
        runs.end(second.id(), new Ending.Completed(null), JobCounts.none(), null);
        SyncJob third = protocol.begin(protocol.job(connector, JobType.INCREMENTAL));
        assertThat(third.connector().syncCursor()).isEqualTo(CURSOR);
        runs.end(third.id(), new Ending.Failed("boom"), JobCounts.none(), null);

        Connector after = protocol.connectorNow("c1");
        assertThat(after.syncCursor()).isEqualTo(CURSOR);
        assertThat(after.status()).isEqualTo(ConnectorStatus.ERROR);
        assertThat(after.error()).isEqualTo("boom");
        assertThat(after.lastSyncError()).isEqualTo("boom");
    }

    @Test
    void goesOnWithASuspendedJobWhereItWas() {
        SyncJob job = protocol.begin(protocol.job(protocol.connector("c1"), JobType.FULL));
        Instant started = protocol.now();
        protocol.pass(Duration.ofMinutes(1));
        protocol.jobs.report(job.id(), new JobCounts(5, 0, 0), Map.of("pages", 2L));
        runs.end(job.id(), new Ending.Suspended(), new JobCounts(6, 1, 0), null);
        assertThat(protocol.connectorNow("c1").lastSyncStatus()).isEqualTo(JobStatus.SUSPENDED);

        SyncJob resumed = protocol.begin(job);

        assertThat(resumed.startedAt()).isEqualTo(started);
        assertThat(resumed.indexedDocumentCount()).isEqualTo(6);
        assertThat(resumed.deletedDocumentCount()).isEqualTo(1);
        assertThat(resumed.metadata()).isEqualTo(Map.of("pages", 2L));
        assertThat(resumed.completedAt()).isNull();
    }

    @Test
    void cancelsAsKibanaDoes() {
        Connector connector = protocol.connector("c1");
        String waiting = protocol.kibana.syncNow("c1", "full");
        SyncJob running = protocol.begin(protocol.job(connector, JobType.FULL));

        protocol.jobs.cancel(waiting);
        protocol.kibana.cancel(running.id());

        assertThat(protocol.jobs.find(waiting).orElseThrow().status()).isEqualTo(JobStatus.CANCELED);
        assertThat(protocol.kibana.jobField(waiting, "canceled_at")).isNotEqualTo("null");
        assertThat(protocol.jobNow(running).status()).isEqualTo(JobStatus.CANCELING);
        runs.end(running.id(), new Ending.Completed(CURSOR), JobCounts.none(), null);
        assertThat(protocol.jobNow(running).status()).isEqualTo(JobStatus.CANCELED);
        assertThat(protocol.connectorNow("c1").syncCursor()).isNull();
        assertThat(protocol.jobs.cancel(running.id()).status()).isEqualTo(JobStatus.CANCELED);
    }

    @Test
    void makesOneJobOfADueRunHoweverManyAskAndWhereverTheyDie() throws Exception {
        Connector connector = protocol.connector("c1");
        Instant due = Instant.parse("2026-11-21T11:00:00Z");
        AtomicInteger made = new AtomicInteger();

        inThreads(
                6,
                thread -> protocol.anotherWorker()
                        .schedule(connector, JobType.FULL, due)
                        .ifPresent(job -> made.incrementAndGet()));

        assertThat(made).hasValue(1);
        assertThat(protocol.connectorNow("c1").lastSyncScheduledAt()).isEqualTo(due);

        // Another dies after its first write: the job is there, and the note is not.
        Instant next = due.plusSeconds(3600);
        runs.schedule(connector, JobType.FULL, next);
        protocol.kibana.update("c1", "{\"last_sync_scheduled_at\":\"" + due + "\"}");
        assertThat(runs.schedule(connector, JobType.FULL, next)).isEmpty();
        protocol.jobs.refresh();
        assertThat(protocol.jobs.all(JobFilter.any())).hasSize(2);
        assertThat(protocol.connectorNow("c1").lastSyncScheduledAt()).isEqualTo(next);
        runs.schedule(connector, JobType.FULL, due);
        assertThat(protocol.connectorNow("c1").lastSyncScheduledAt())
                .as("never back")
                .isEqualTo(next);
    }

    @Test
    void jobsOnlyGoWhereTheProtocolAllows(TestInfo test) {
        SplittableRandom random = Seeds.of(test).random();
        Connector contended = protocol.connector("c0");
        List<SyncJob> jobs = new ArrayList<>(List.of(
                protocol.job(contended, JobType.FULL),
                protocol.job(contended, JobType.INCREMENTAL),
                protocol.job(protocol.connector("c1"), JobType.FULL)));
        for (int step = 0; step < 120; step++) {
            SyncJob job = jobs.get(random.nextInt(jobs.size()));
            JobStatus before = protocol.jobNow(job).status();

            act(random, job);

            JobStatus after = protocol.jobNow(job).status();
            assertThat(after == before || before.mayBecome(after) || viaCanceling(before, after))
                    .as("step %d: %s to %s", step, before, after)
                    .isTrue();
            if (after.isTerminal() && random.nextInt(4) == 0) {
                jobs.set(jobs.indexOf(job), protocol.job(protocol.connectorNow(job.connectorId()), JobType.FULL));
            }
        }
    }

    private static boolean viaCanceling(JobStatus before, JobStatus after) {
        return before == JobStatus.IN_PROGRESS && after == JobStatus.CANCELED;
    }

    private void act(SplittableRandom random, SyncJob job) {
        JobCounts counts = JobCounts.none();
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> runs.begin(job.id(), "h");
            case 3 -> protocol.jobs.cancel(job.id());
            case 4 -> runs.end(job.id(), new Ending.Completed(null), counts, null);
            case 5 -> runs.end(job.id(), new Ending.Failed("x"), counts, null);
            case 6 -> runs.end(job.id(), new Ending.Suspended(), counts, null);
            default -> runs.end(job.id(), new Ending.Canceled(), counts, null);
        }
    }

    private interface Work {
        void run(int thread);
    }

    private static void inThreads(int count, Work work) throws Exception {
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                int thread = i;
                all.add(threads.submit(() -> work.run(thread)));
            }
        }
        for (Future<?> each : all) {
            each.get();
        }
    }
}
