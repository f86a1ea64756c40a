package dev.leat.connect.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What workers leave behind that died, and what only looks like it. */
@WithElasticsearch
class CleanUpIT {

    private static final Map<String, Object> CURSOR = Map.of("at", 7L);

    private final ProtocolFixture protocol;
    private final SyncRuns runs;

    CleanUpIT(TestElasticsearch elasticsearch) {
        this.protocol = new ProtocolFixture(elasticsearch);
        this.runs = protocol.runs;
    }

    @AfterEach
    void close() {
        protocol.close();
    }

    @Test
    void goesOnAfterAWorkerDiedBetweenTheTwoEnds() {
        Connector connector = protocol.connector("c1");
        SyncJob dead = protocol.begin(protocol.job(connector, JobType.FULL));
        SyncJob waiting = protocol.job(connector, JobType.FULL);
        assertThat(runs.begin(waiting.id(), "h")).isEmpty();
        protocol.kibana.cancel(dead.id());
        protocol.jobs.change(dead.id(), job -> job.with(new Changes().set(Names.STATUS, "canceled")));

        SyncJob next = protocol.begin(waiting);
        runs.end(dead.id(), new Ending.Completed(CURSOR), JobCounts.none(), null);

        assertThat(protocol.connectorNow("c1").holder(JobType.FULL)).isEqualTo(next.id());
        assertThat(protocol.connectorNow("c1").lastSyncStatus()).isEqualTo(JobStatus.IN_PROGRESS);
    }

    @Test
    void cleansUpWhatDeadWorkersLeft() {
        SyncJob silent = protocol.begin(protocol.job(protocol.connector("silent"), JobType.FULL));
        SyncJob orphan = protocol.begin(protocol.job(protocol.connector("orphan"), JobType.FULL));
        SyncJob halfEnded = protocol.begin(protocol.job(protocol.connector("half"), JobType.FULL));
        SyncJob foreign = protocol.begin(protocol.job(protocol.connector("others"), JobType.FULL));
        protocol.jobs.change(halfEnded.id(), job -> job.with(new Changes().set(Names.STATUS, "completed")));
        protocol.elasticsearch.delete("/.elastic-connectors/_doc/orphan").orFail();
        SyncJob nobodys = protocol.begin(protocol.job(protocol.connector("nobodys"), JobType.FULL));
        protocol.kibana.updateJob(nobodys.id(), "{\"connector\":{\"id\":\"" + "x".repeat(600) + "\"}}");
        protocol.connector("a-odd");
        protocol.kibana.update("a-odd", "{\"last_sync_status\":\"in_progress\",\"leat_holders\":{\"content\":\"\"}}");
        protocol.pass(Duration.ofMinutes(6));
        SyncJob alive = protocol.begin(protocol.job(protocol.connector("alive"), JobType.FULL));
        protocol.jobs.refresh();

        Set<String> served = Set.of("silent", "half", "alive", "a-odd");
        List<SyncJob> ended = runs.cleanUp(served, runs.silent(served));

        assertThat(ended).extracting(SyncJob::id).containsExactlyInAnyOrder(silent.id(), orphan.id(), nobodys.id());
        assertThat(protocol.jobNow(silent).error())
                .matches(
                        "The service on host '.+' that ran this job was last heard of at .+Z: .+ Start the sync again.");
        assertThat(protocol.jobNow(orphan).error())
                .isEqualTo("The connector 'orphan' of this job does not exist any more.");
        assertThat(protocol.connectorNow("silent").status()).isEqualTo(ConnectorStatus.ERROR);
        assertThat(protocol.connectorNow("half").lastSyncStatus()).isEqualTo(JobStatus.COMPLETED);
        assertThat(protocol.jobNow(alive).status()).isEqualTo(JobStatus.IN_PROGRESS);
        assertThat(protocol.jobNow(foreign).status()).as("not ours to end").isEqualTo(JobStatus.IN_PROGRESS);
    }

    @Test
    void tellsNothingOfAnEarlierJobWhenALaterOneHasEnded() {
        Connector connector = protocol.connector("c1");
        String index = "/.elastic-connectors-v1";
        protocol.elasticsearch
                .put(index + "/_settings", "{\"index.refresh_interval\":\"-1\"}")
                .orFail();
        SyncJob earlier = protocol.begin(protocol.job(connector, JobType.FULL));
        protocol.elasticsearch.post(index + "/_refresh", "").orFail();
        runs.end(earlier.id(), new Ending.Completed(CURSOR), JobCounts.none(), null);
        SyncJob later = protocol.begin(protocol.job(connector, JobType.FULL));
        runs.end(later.id(), new Ending.Failed("no"), JobCounts.none(), null);

        // Lists still show the connector as the earlier one held it.
        protocol.anotherWorker().cleanUp(Set.of("c1"), List.of());

        assertThat(protocol.connectorNow("c1").lastSyncStatus()).isEqualTo(JobStatus.ERROR);
        assertThat(protocol.connectorNow("c1").syncCursor()).isEqualTo(CURSOR);
    }

    @Test
    void tellsTheCursorOfAJobThatWasFoundLeftBehind() {
        SyncJob job = protocol.begin(protocol.job(protocol.connector("c1"), JobType.FULL));
        protocol.elasticsearch.post("/.elastic-connectors-v1/_refresh", "").orFail();
        AtomicInteger looks = new AtomicInteger();
        SyncRuns slow = new SyncRuns(protocol.connectors, protocol.jobs, () -> {
            // The end of the job has its time by then, and the end of the connector gets one.
            if (looks.incrementAndGet() == 2) {
                protocol.anotherWorker().cleanUp(Set.of("c1"), List.of());
            }
            return protocol.now();
        });

        slow.end(job.id(), new Ending.Completed(CURSOR), JobCounts.none(), null);

        assertThat(protocol.connectorNow("c1").lastSyncStatus()).isEqualTo(JobStatus.COMPLETED);
        assertThat(protocol.connectorNow("c1").syncCursor()).isEqualTo(CURSOR);
    }

    @Test
    void leavesAJobAloneThatOnlyLooksSilentByAnotherClock() {
        SyncJob job = protocol.begin(protocol.job(protocol.connector("c1"), JobType.FULL));
        protocol.pass(Duration.ofMinutes(6));
        protocol.jobs.refresh();
        List<SyncJob> silent = runs.silent(Set.of("c1"));
        protocol.kibana.updateJob(job.id(), "{\"last_seen\":\"" + protocol.now().minusSeconds(350) + "\"}");

        assertThat(silent).extracting(SyncJob::id).containsExactly(job.id());
        assertThat(runs.cleanUp(Set.of("c1"), silent)).isEmpty();
        assertThat(protocol.jobNow(job).status()).isEqualTo(JobStatus.IN_PROGRESS);
    }

    @Test
    void endsJobsThatWaitAndCannotBeRead() {
        Connector connector = protocol.connector("c1");
        SyncJob odd = protocol.job(connector, JobType.FULL);
        protocol.kibana.updateJob(odd.id(), "{\"metadata\":[{\"a\":1},{\"b\":2}]}");
        protocol.pass(Duration.ofMinutes(6));
        SyncJob job = protocol.job(connector, JobType.FULL);
        protocol.jobs.refresh();

        assertThat(protocol.jobs.all(JobFilter.waiting()))
                .extracting(SyncJob::id)
                .containsExactly(job.id());
        runs.cleanUp(Set.of("c1"), List.of());

        assertThat(protocol.kibana.jobField(odd.id(), "status")).isEqualTo("\"error\"");
        assertThat(protocol.kibana.jobField(odd.id(), "error"))
                .contains("The document of this sync job cannot be read: metadata")
                .contains("mend or delete it");
        assertThat(runs.begin(job.id(), "h")).isPresent();
    }

    @Test
    void freesAConnectorThatAnotherServiceNeverGaveBack() {
        Connector connector = protocol.connector("c1");
        protocol.kibana.update("c1", "{\"last_sync_status\":\"in_progress\"}");
        SyncJob waiting = protocol.job(connector, JobType.FULL);

        runs.cleanUp(Set.of("c1"), List.of());
        assertThat(runs.begin(waiting.id(), "h")).isEmpty();
        protocol.pass(Duration.ofMinutes(6));
        runs.cleanUp(Set.of("c1"), List.of());

        assertThat(runs.begin(waiting.id(), "h")).isPresent();
    }
}
