package dev.leat.datastore.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.OutcomeUnknownException;
import dev.leat.testing.Fault;
import dev.leat.testing.FaultPolicy;
import dev.leat.testing.FaultProxy;
import dev.leat.testing.ProxiedRequest;
import dev.leat.testing.Seeds;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What is said about writes whose answers are lost is true. */
@WithElasticsearch
class DocumentFaultIT {

    private final Rivers direct;
    private final FaultProxy proxy;
    private final Rivers rivers;
    private final Documents<River> documents;

    DocumentFaultIT(TestElasticsearch elasticsearch) {
        this.direct = new Rivers(elasticsearch);
        this.proxy = FaultProxy.before(elasticsearch.url());
        this.rivers = direct.through(proxy.url());
        this.documents = rivers.documents;
    }

    @AfterEach
    void close() {
        rivers.removeAll();
        rivers.close();
        proxy.close();
        direct.close();
    }

    private static boolean isWrite(ProxiedRequest request) {
        return request.method().equals("PUT") || request.method().equals("DELETE");
    }

    private void lose(Fault... faults) {
        proxy.inject(FaultPolicy.script(DocumentFaultIT::isWrite, faults));
    }

    @Test
    void savesOnceOrAgain() {
        for (Fault fault :
                List.of(new Fault.DropAfterAnswer(), new Fault.DropAfterSend(), new Fault.DropBeforeSend())) {
            String id = fault.kind().name().toLowerCase(java.util.Locale.ROOT);
            lose(fault);

            VersionToken version = documents.save(River.of(id, 1));

            assertThat(direct.documents.require(id)).isEqualTo(new Stored<>(id, River.of(id, 1), version));
        }
        assertThat(proxy.injections()).hasSize(3);
    }

    @Test
    void createsWithoutConflictingWithItself() {
        for (Fault fault :
                List.of(new Fault.DropAfterAnswer(), new Fault.DropAfterSend(), new Fault.DropBeforeSend())) {
            String id = fault.kind().name().toLowerCase(java.util.Locale.ROOT);
            lose(fault);

            VersionToken version = documents.create(River.of(id, 1));

            assertThat(direct.documents.require(id)).isEqualTo(new Stored<>(id, River.of(id, 1), version));
        }
    }

    @Test
    void doesNotTakeAnotherWritersEqualDocumentForItsOwn() {
        direct.documents.create(River.of("tavy", 1));
        lose(new Fault.DropAfterAnswer());

        assertThatThrownBy(() -> documents.create(River.of("tavy", 1))).isInstanceOf(ConflictException.class);
        assertThat(proxy.injected(Fault.Kind.DROP_AFTER_ANSWER)).isEqualTo(1);
    }

    @Test
    void saysWhenItCannotBeKnown() {
        direct.documents.save(River.of("tavy", 1));
        direct.documents.save(River.of("tavy", 2));
        lose(new Fault.DropAfterAnswer());

        assertThatThrownBy(() -> documents.create(River.of("tavy", 1)))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("it may have taken effect, so look before you repeat it");
    }

    @Test
    void replacesOnceAndKnowsIt() {
        VersionToken read = direct.documents.save(River.of("tavy", 1));
        lose(new Fault.DropAfterAnswer());

        VersionToken written = documents.replace(River.of("tavy", 2), read);

        assertThat(direct.documents.require("tavy")).isEqualTo(new Stored<>("tavy", River.of("tavy", 2), written));
        assertThat(proxy.injected(Fault.Kind.DROP_AFTER_ANSWER)).isEqualTo(1);
    }

    @Test
    void knowsThatAnotherWriterWonEvenWithTheSameContent() {
        direct.documents.create(River.of("tavy", 1));
        VersionToken read = direct.documents.require("tavy").version();
        proxy.inject(request -> {
            if (!isWrite(request)) {
                return new Fault.None();
            }
            // Between the reading and the writing of the other: the same change by somebody else.
            proxy.heal();
            direct.documents.replace(River.of("tavy", 2), read);
            return new Fault.DropAfterAnswer();
        });

        assertThatThrownBy(() -> documents.replace(River.of("tavy", 2), read)).isInstanceOf(ConflictException.class);
    }

    @Test
    void losesAndRepeatsNoModification(TestInfo test) throws ExecutionException, InterruptedException {
        direct.documents.create(River.of("tavy", 0));
        List<Fault> faults =
                List.of(new Fault.DropAfterAnswer(), new Fault.DropAfterSend(), new Fault.DropBeforeSend());
        proxy.inject(FaultPolicy.random(Seeds.of(test).value(), 0.1, faults).onlyFor(DocumentFaultIT::isWrite));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 6; thread++) {
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 15; i++) {
                        documents.modify("tavy", river -> river.withLength(river.length() + 1));
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }

        assertThat(direct.documents.require("tavy").value().length()).isEqualTo(90);
        assertThat(proxy.injections()).isNotEmpty();
    }

    @Test
    void deletesAndDoesNotPretendToKnowWhatWasThere() {
        direct.documents.save(River.of("tavy", 1));
        lose(new Fault.DropAfterAnswer());
        assertThat(documents.delete("tavy")).isEqualTo(DeleteOutcome.GONE);

        VersionToken version = direct.documents.save(River.of("tavy", 1));
        lose(new Fault.DropAfterAnswer());
        assertThat(documents.delete("tavy", version)).isEqualTo(DeleteOutcome.GONE);

        direct.documents.save(River.of("tavy", 1));
        lose(new Fault.DropBeforeSend());
        assertThat(documents.delete("tavy")).isEqualTo(DeleteOutcome.DELETED);
        assertThat(direct.documents.exists("tavy")).isFalse();
    }

    @Test
    void readsOnWhenAnswersAreLost(TestInfo test) {
        direct.documents.save(River.of("tavy", 1));
        proxy.inject(FaultPolicy.random(
                Seeds.of(test).value(), 0.3, List.of(new Fault.DropAfterAnswer(), new Fault.HalfResponse())));

        for (int i = 0; i < 30; i++) {
            assertThat(documents.require("tavy").value()).isEqualTo(River.of("tavy", 1));
            assertThat(documents.exists("tavy")).isTrue();
        }
    }
}
