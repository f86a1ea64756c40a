package dev.leat.connect.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.SourceException;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.OutcomeUnknownException;
import dev.leat.elastic.Progress;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.testing.Fault;
import dev.leat.testing.FaultPolicy;
import dev.leat.testing.FaultProxy;
import dev.leat.testing.Seeds;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Runs that end early, and what the next one makes of it. */
@WithElasticsearch
class ResumeIT {

    private MirrorFixture mirror;
    private final ScriptedSource source = new ScriptedSource();

    @BeforeEach
    void open(TestElasticsearch elasticsearch, @TempDir Path directory) {
        mirror = new MirrorFixture(elasticsearch, directory);
    }

    @AfterEach
    void close() {
        mirror.close();
    }

    private static MirrorSettings oneByOne(MirrorSettings settings) {
        return settings.withScopesAtOnce(1).withCheckpointEvery(Duration.ZERO);
    }

    /** Runs until the source has put so many documents of a scope and all of them are acknowledged; then interrupts. */
    private void interruptAfter(String scope, int documents, UnaryOperator<MirrorSettings> refine) throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        source.onEach((name, number) -> {
            if (name.equals(scope) && number == documents) {
                there.countDown();
                new CountDownLatch(1).await();
            }
        });
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread run = Thread.ofPlatform().start(() -> {
            try {
                mirror.mirror(source, refine);
            } catch (RuntimeException e) {
                thrown.set(e);
            }
        });
        there.await();
        String checkpoint = source.keyAt(scope, documents / 10 * 10 - 1);
        Awaitility.await()
                .until(() -> Files.readString(mirror.job.resolve("journal"))
                        .contains("\"checkpoint\":\"" + checkpoint + "\""));
        run.interrupt();
        run.join();
        assertThat(thrown.get())
                .isInstanceOf(CancelledException.class)
                .hasMessage("Mirroring into index '" + mirror.index + "' was interrupted");
        source.onEach((name, number) -> {});
    }

    @Test
    void goesOnFromTheLastCheckpointAfterAnInterrupt() throws Exception {
        source.fill("a", 0, 30, "first").fill("b", 0, 100, "first").fill("c", 0, 20, "first");
        interruptAfter("b", 57, ResumeIT::oneByOne);
        source.forgetReads();

        MirrorReport report = mirror.mirror(source, ResumeIT::oneByOne);

        assertThat(source.starts()).containsExactly("b@" + ScriptedSource.id("b", 49), "c@");
        assertThat(source.reads("b")).isEqualTo(50);
        assertThat(report.scopes())
                .extracting(ScopeReport::start)
                .containsExactly(
                        ScopeReport.Start.NOT_READ_AGAIN,
                        ScopeReport.Start.FROM_A_CHECKPOINT,
                        ScopeReport.Start.FROM_THE_BEGINNING);
        assertThat(report.attempts()).isEqualTo(2);
        assertThat(report.totals().created()).isEqualTo(150);
        assertThat(report.totals().read()).isEqualTo(150);
        assertThat(mirror.texts()).isEqualTo(source.texts());
    }

    private static MirrorSettings without(String end, MirrorSettings settings) {
        return oneByOne(settings)
                .withSecurity(Security.DOCUMENT_LEVEL)
                .withRules(new FormIT.Rules(
                        end, fields -> !String.valueOf(fields.get("_id")).endsWith(end)));
    }

    @Test
    void countsWhatIsFilteredOverAllAttemptsAndStartsAnewWithOtherRules() throws Exception {
        source.fill("b", 0, 100, "first");
        interruptAfter("b", 57, settings -> without("5", settings));
        source.forgetReads();

        MirrorReport report = mirror.mirror(source, settings -> without("5", settings));

        assertThat(source.starts()).containsExactly("b@" + ScriptedSource.id("b", 49));
        assertThat(report.totals().filtered()).isEqualTo(10);
        assertThat(report.totals().created()).isEqualTo(90);
        assertThat(report.totals().read()).isEqualTo(100);

        source.fill("b", 0, 100, "second");
        interruptAfter("b", 57, settings -> without("5", settings));
        MirrorReport other = mirror.mirror(source, settings -> without("6", settings));

        assertThat(other.notes())
                .contains("An unfinished run was not continued, because the settings of the source or its rules have "
                        + "changed");
        assertThat(other.totals().read()).isEqualTo(100);
        assertThat(mirror.texts()).hasSize(90).doesNotContainKey(ScriptedSource.id("b", 6));
    }

    @Test
    void deletesRightlyAfterGoingOn() throws Exception {
        source.fill("a", 0, 30, "first").fill("b", 0, 100, "first");
        mirror.mirror(source);
        source.remove("a", ScriptedSource.id("a", 3));
        source.remove("b", ScriptedSource.id("b", 7));
        interruptAfter("b", 50, ResumeIT::oneByOne);
        // Gone after it was listed, in the part that is not read again: the run after this one will see it.
        source.remove("b", ScriptedSource.id("b", 2));
        // Gone in the part that is read again.
        source.remove("b", ScriptedSource.id("b", 80));

        MirrorReport report = mirror.mirror(source, ResumeIT::oneByOne);

        assertThat(report.deletes()).isEqualTo(new DeleteOutcome.Deleted(3, 0));
        assertThat(mirror.texts()).containsKey(ScriptedSource.id("b", 2)).hasSize(127);
        assertThat(mirror.mirror(source).deleted()).isEqualTo(1);
        assertThat(mirror.texts()).isEqualTo(source.texts());
    }

    @Test
    void deletesNothingInPartReadScopesWhenTheIdTableIsLost() throws Exception {
        source.fill("a", 0, 30, "first").fill("b", 0, 100, "first").fill("c", 0, 30, "first");
        mirror.mirror(source);
        for (String scope : List.of("a", "b", "c")) {
            source.remove(scope, ScriptedSource.id(scope, 7));
        }
        interruptAfter("b", 50, ResumeIT::oneByOne);
        Files.delete(mirror.job.resolve("ids.table"));
        source.forgetReads();

        MirrorReport report = mirror.mirror(source, ResumeIT::oneByOne);

        assertThat(source.reads("a")).isZero();
        assertThat(report.deletes()).isEqualTo(new DeleteOutcome.Deleted(1, 0));
        assertThat(mirror.texts())
                .containsKey(ScriptedSource.id("a", 7))
                .containsKey(ScriptedSource.id("b", 7))
                .doesNotContainKey(ScriptedSource.id("c", 7));
        assertThat(report.notes())
                .containsExactly("The id table of the unfinished run cannot be used (it is gone): nothing is deleted in"
                        + " the scopes that it had read, the next run will");
        assertThat(mirror.mirror(source).deleted()).isEqualTo(2);
        assertThat(mirror.texts()).isEqualTo(source.texts());
    }

    @Test
    void startsAnewWhenTheIndexWasMadeAnew() throws Exception {
        source.fill("a", 0, 100, "first");
        interruptAfter("a", 50, ResumeIT::oneByOne);
        mirror.elasticsearch.delete("/" + mirror.index).orFail();

        MirrorReport report = mirror.mirror(source, ResumeIT::oneByOne);

        assertThat(report.totals().created()).isEqualTo(100);
        assertThat(mirror.texts()).isEqualTo(source.texts());
        assertThat(report.notes())
                .containsExactly(
                        "An unfinished run was not continued, because the index is another one or was made anew");
    }

    @Test
    void startsAnewWhenTheSettingsOfTheSourceHaveChanged() throws Exception {
        source.fill("a", 0, 100, "first");
        interruptAfter("a", 50, ResumeIT::oneByOne);
        source.forgetReads();

        MirrorReport report = mirror.mirror(source, settings -> settings.withResumeWithin(Duration.ofDays(2)));
        assertThat(report.attempts()).isEqualTo(2);
        interruptAfter("a", 50, ResumeIT::oneByOne);
        source.forgetReads();
        MirrorReport other = Mirror.run(
                mirror.cluster, MirrorSettings.of(mirror.index, mirror.job, "another"), source, Progress.none());

        assertThat(source.starts()).containsExactly("a@");
        assertThat(other.notes())
                .containsExactly(
                        "An unfinished run was not continued, because the settings of the source or its rules have changed");
    }

    @Test
    void refusesToRunTwiceAtOnce() throws Exception {
        source.fill("a", 0, 10, "first");
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        source.onEach((scope, number) -> {
            reading.countDown();
            go.await();
        });
        Thread first = Thread.ofPlatform().start(() -> mirror.mirror(source));
        reading.await();

        assertThatThrownBy(() -> mirror.mirror(source))
                .isInstanceOf(RejectedException.class)
                .hasMessage("This job is running already (%s is locked); wait for it, or stop it first", mirror.job);

        go.countDown();
        first.join();
        assertThat(mirror.texts()).isEqualTo(source.texts());
    }

    @Test
    void survivesFaultsOnTheWay(TestElasticsearch elasticsearch, @TempDir Path directory, TestInfo test) {
        source.fill("a", 0, 600, "first").fill("b", 0, 600, "first");
        List<Fault> faults = List.of(
                new Fault.DropBeforeSend(),
                new Fault.DropAfterSend(),
                new Fault.DropAfterAnswer(),
                new Fault.HalfResponse(),
                new Fault.Status(429),
                new Fault.Status(503),
                new Fault.Items((position, action) -> position % 7 == 3 ? 429 : 0));
        try (FaultProxy proxy = FaultProxy.before(elasticsearch);
                MirrorFixture faulty =
                        new MirrorFixture(elasticsearch, directory, proxy.url().toString())) {
            proxy.inject(FaultPolicy.random(Seeds.of(test).value(), 0.2, faults));
            UnaryOperator<MirrorSettings> small = settings -> settings.withBulk(
                    settings.bulk().withMaxRequestOperations(20).withRetryPolicy(RetryPolicy.untilAvailable()));
            faulty.mirror(source, small);
            for (int i = 0; i < 90; i++) {
                source.remove("a", ScriptedSource.id("a", i));
                source.put("b", ScriptedSource.id("b", i), "edited " + i);
            }

            MirrorReport report = faulty.mirror(source, small);

            assertThat(report.totals().updated()).isEqualTo(90);
            assertThat(report.deletes()).isEqualTo(new DeleteOutcome.Deleted(90, 0));
            proxy.heal();
            assertThat(faulty.texts()).isEqualTo(source.texts());
        }
    }

    @Test
    void canBeContinuedWhenTheClusterWentAway(TestElasticsearch elasticsearch, @TempDir Path directory) {
        source.fill("a", 0, 300, "first");
        try (FaultProxy proxy = FaultProxy.before(elasticsearch);
                MirrorFixture faulty =
                        new MirrorFixture(elasticsearch, directory, proxy.url().toString())) {
            UnaryOperator<MirrorSettings> impatient = settings -> settings.withBulk(settings.bulk()
                    .withMaxRequestOperations(20)
                    .withRetryPolicy(RetryPolicy.within(Duration.ofMillis(300))));
            source.onEach((scope, number) -> {
                if (number == 200) {
                    proxy.refuseConnections();
                }
            });

            assertThatThrownBy(() -> faulty.mirror(source, impatient))
                    .isInstanceOfAny(UnavailableException.class, OutcomeUnknownException.class);

            source.onEach((scope, number) -> {});
            proxy.acceptConnections();
            MirrorReport report = faulty.mirror(source, impatient);
            assertThat(report.attempts()).isEqualTo(2);
            assertThat(report.totals().created()).isEqualTo(300);
            assertThat(faulty.texts()).isEqualTo(source.texts());
        }
    }

    @Test
    void saysInOneLineWhyTheSourceCannotBeRead() {
        ScriptedSource empty = new ScriptedSource();

        assertThatThrownBy(() -> mirror.mirror(empty))
                .isInstanceOf(SourceException.class)
                .hasMessage("The source lists no scopes: there is nothing to mirror, and nothing is deleted");
    }
}
