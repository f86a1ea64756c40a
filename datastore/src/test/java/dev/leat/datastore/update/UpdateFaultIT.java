package dev.leat.datastore.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.document.ConflictException;
import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.update.UpdateOutcome.Created;
import dev.leat.datastore.update.UpdateOutcome.Unchanged;
import dev.leat.datastore.update.UpdateOutcome.Updated;
import dev.leat.elastic.OutcomeUnknownException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.testing.Fault;
import dev.leat.testing.FaultPolicy;
import dev.leat.testing.FaultProxy;
import dev.leat.testing.ProxiedRequest;
import dev.leat.testing.Seeds;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

@WithElasticsearch
class UpdateFaultIT {

    private static final int WRITERS = 32;
    private static final int EACH = Boolean.getBoolean("leat.test.full") ? 1_000 : 25;

    private final UpdateFixture fixture;
    private final FaultProxy proxy;
    private final Cluster cluster;
    private final Cluster direct;
    private final Updates<Sighting> sightings;

    UpdateFaultIT(TestElasticsearch node) {
        this.fixture = new UpdateFixture(node);
        this.proxy = FaultProxy.before(node.url());
        this.cluster = UpdateFixture.connect(proxy.url());
        this.direct = UpdateFixture.connect(node.url());
        this.sightings = fixture.updates(cluster);
    }

    @AfterEach
    void close() {
        cluster.close();
        direct.close();
        proxy.close();
    }

    static List<Fault> losses() {
        return List.of(
                new Fault.DropBeforeSend(),
                new Fault.DropAfterSend(),
                new Fault.DropAfterAnswer(),
                new Fault.HalfResponse(),
                new Fault.Status(503),
                new Fault.Status(502));
    }

    private static boolean isUpdate(ProxiedRequest request) {
        return request.path().contains("/_update/");
    }

    @Test
    void countsExactlyWhileAnswersAreLost(TestInfo test) throws Exception {
        fixture.save("counter", "{\"seen\":0}");
        proxy.inject(FaultPolicy.random(
                        Seeds.of(test).value(), 0.1, List.of(new Fault.DropAfterAnswer(), new Fault.DropAfterSend()))
                .onlyFor(UpdateFaultIT::isUpdate));

        inParallel(WRITERS, writer -> {
            for (int i = 0; i < EACH; i++) {
                UpdateOutcome outcome =
                        sightings.update("counter").increment("seen", 1).run();
                assertThat(outcome).isInstanceOf(Updated.class);
            }
        });

        assertThat(proxy.injections()).hasSizeGreaterThan(WRITERS * EACH / 20);
        assertThat(fixture.source("counter").get("seen").intValue()).isEqualTo(WRITERS * EACH);
    }

    @Test
    void countsExactlyThroughOutages() throws Exception {
        fixture.save("counter", "{\"seen\":0}");
        Updates<Sighting> patient = fixture.updates(cluster.withRetryPolicy(RetryPolicy.untilAvailable()));
        CountDownLatch begun = new CountDownLatch(50);

        Thread outages = Thread.ofVirtual().start(() -> {
            try {
                begun.await();
                for (int i = 0; i < 3; i++) {
                    proxy.refuseConnections();
                    proxy.acceptConnections();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        inParallel(8, writer -> {
            for (int i = 0; i < 50; i++) {
                patient.update("counter").increment("seen", 1).run();
                begun.countDown();
            }
        });
        outages.join();

        assertThat(fixture.source("counter").get("seen").intValue()).isEqualTo(400);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void carriesOutOnceWhatWouldCountTwice(Fault loss) {
        fixture.save("1", "{\"seen\":1,\"level\":9,\"tags\":[\"a\",\"a\",\"b\",\"b\"]}");
        proxy.inject(FaultPolicy.script(UpdateFaultIT::isUpdate, loss, loss));

        UpdateOutcome outcome = sightings
                .update("1")
                .increment("seen", 5)
                .decrement("level", 2)
                .remove("tags", "a")
                .delete("tags", 1)
                .append("tags", "z")
                .prepend("tags", "0")
                .run();

        assertThat(outcome).isInstanceOf(Updated.class);
        assertThat(fixture.source("1")).hasToString("{\"seen\":6,\"level\":7,\"tags\":[\"0\",\"a\",\"b\",\"z\"]}");
    }

    @ParameterizedTest
    @MethodSource("losses")
    void saysUpdatedAlsoWhenTheAnswerThatSaidSoWasLost(Fault loss) {
        fixture.save("1", "{}");
        proxy.inject(FaultPolicy.script(UpdateFaultIT::isUpdate, loss));

        UpdateOutcome outcome = sightings.update("1").set("status", "x").run();

        assertThat(outcome).isInstanceOf(Updated.class);
        assertThat(fixture.source("1")).hasToString("{\"status\":\"x\"}");
    }

    @ParameterizedTest
    @MethodSource("losses")
    void createsOnce(Fault loss) {
        proxy.inject(FaultPolicy.script(UpdateFaultIT::isUpdate, loss));

        UpdateOutcome outcome = sightings
                .update("1")
                .increment("seen", 1)
                .orCreate(Sighting.empty("1"))
                .run();

        assertThat(outcome).isInstanceOf(Created.class);
        assertThat(fixture.source("1")).hasToString("{\"seen\":1}");
    }

    @ParameterizedTest
    @MethodSource("losses")
    void recognisesItsOwnWriteUnderAVersion(Fault loss) {
        fixture.save("1", "{}");
        VersionToken version = version("1");
        proxy.inject(FaultPolicy.script(UpdateFaultIT::isUpdate, loss));

        UpdateOutcome outcome =
                sightings.update("1").set("status", "x").ifVersion(version).run();

        assertThat(outcome).isInstanceOf(Updated.class);
        assertThatThrownBy(() -> sightings
                        .update("1")
                        .set("status", "y")
                        .ifVersion(version)
                        .run())
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void tellsAnotherWritersChangeFromItsOwn() {
        fixture.save("1", "{}");
        VersionToken version = version("1");
        whileLooking(
                new Fault.DropBeforeSend(),
                () -> fixture.updates(direct).update("1").set("status", "x").run());

        // The other writer did just what this one wanted.
        assertThatThrownBy(() -> sightings
                        .update("1")
                        .set("status", "x")
                        .ifVersion(version)
                        .run())
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void findsItsOwnWriteAmongThoseOfOthers() {
        fixture.save("1", "{}");
        whileLooking(new Fault.DropAfterAnswer(), () -> {
            for (int i = 0; i < 63; i++) {
                fixture.updates(direct).update("1").increment("seen", 1).run();
            }
        });

        UpdateOutcome outcome = sightings.update("1").increment("seen", 1).run();

        assertThat(outcome).isInstanceOf(Updated.class);
        assertThat(fixture.source("1").get("seen").intValue()).isEqualTo(64);
    }

    @Test
    void saysSoWhenTheDocumentHasForgotten() {
        fixture.save("1", "{}");
        AtomicInteger others = new AtomicInteger();
        whileLooking(new Fault.DropAfterAnswer(), () -> {
            String own = notes().propertyNames().iterator().next();
            // Who is forgotten first depends on clocks that are as exact as the Date of an answer.
            while (notes().has(own) && others.get() < 5_000) {
                fixture.updates(direct).update("1").increment("seen", 1).run();
                others.incrementAndGet();
            }
        });

        assertThatThrownBy(() -> sightings.update("1").increment("seen", 1).run())
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("it may have taken effect, so look before you repeat it");
        assertThat(fixture.source("1").get("seen").intValue()).isEqualTo(others.get() + 1);
    }

    @Test
    void isSureThatNothingHappenedWhenTheDocumentForgotOnlyOlderThings() {
        fixture.save("1", "{\"_leat\":{\"ops\":{},\"gone\":1000}}");
        proxy.inject(FaultPolicy.script(UpdateFaultIT::isUpdate, new Fault.DropBeforeSend()));

        UpdateOutcome outcome = sightings.update("1").increment("seen", 1).run();

        assertThat(outcome).isInstanceOf(Updated.class);
        assertThat(fixture.source("1").get("seen").intValue()).isEqualTo(1);
    }

    @Test
    void knowsThatNothingWasToBeDone() {
        fixture.save("1", "{\"seen\":1}");
        proxy.inject(FaultPolicy.script(UpdateFaultIT::isUpdate, new Fault.DropAfterAnswer()));

        UpdateOutcome outcome = sightings.update("1").increment("seen", 0).run();

        assertThat(outcome).isInstanceOf(Unchanged.class);
    }

    /** Loses one answer, and runs something when that request is looked for. */
    private void whileLooking(Fault loss, Runnable others) {
        AtomicBoolean done = new AtomicBoolean();
        FaultPolicy faults = FaultPolicy.script(UpdateFaultIT::isUpdate, loss);
        proxy.inject(request -> {
            if (request.path().startsWith("/_tasks") && done.compareAndSet(false, true)) {
                others.run();
            }
            return faults.choose(request);
        });
    }

    private JsonNode notes() {
        return fixture.hidden("1").path("ops");
    }

    private VersionToken version(String id) {
        return ((Unchanged)
                        fixture.updates(direct).update(id).set("status", null).run())
                .version();
    }

    private interface Writer {
        void write(int number);
    }

    private static void inParallel(int writers, Writer writer) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                int number = i;
                running.add(threads.submit(() -> writer.write(number)));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
    }
}
