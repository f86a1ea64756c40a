package dev.leat.datastore.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.datastore.mapping.InvalidDocumentException;
import dev.leat.elastic.CancelledException;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cases 1 to 8 and 10 to 12 of the behaviours that the datastore keeps. */
@WithElasticsearch
@Tag("smoke")
class DocumentsIT {

    private final TestElasticsearch elasticsearch;
    private Rivers rivers;
    private Documents<River> documents;

    DocumentsIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.rivers = new Rivers(elasticsearch);
        this.documents = rivers.documents;
    }

    @BeforeEach
    void fill() {
        for (String id : List.of("tavy", "meavy", "plym")) {
            documents.save(River.of(id, 27));
        }
    }

    @AfterEach
    void close() {
        rivers.removeAll();
        rivers.close();
    }

    @Test
    void saysWhatExists() {
        assertThat(documents.exists("tavy")).isTrue();
        assertThat(documents.exists("rhine")).isFalse();
        assertThat(documents.multiExists(List.of("rhine", "tavy", "rhine", "plym")))
                .containsExactly(
                        java.util.Map.entry("rhine", false),
                        java.util.Map.entry("tavy", true),
                        java.util.Map.entry("plym", true));
        assertThat(documents.multiExists(List.of())).isEmpty();
    }

    @Test
    void givesBackExactlyWhatWasSaved() {
        River river =
                new River("dart", "Dart \"East\"\n", 9_007_199_254_740_993L, List.of(), new River.Spring(0.1, "ä"));

        VersionToken version = documents.save(river);

        Stored<River> expected = new Stored<>("dart", river, version);
        assertThat(documents.get("dart")).contains(expected);
        assertThat(documents.getIfExists("dart")).contains(expected);
        assertThat(documents.require("dart")).isEqualTo(expected);
        assertThat(rivers.source("dart"))
                .isEqualTo("{\"name\":\"Dart \\\"East\\\"\\n\",\"length\":9007199254740993,\"towns\":[],"
                        + "\"spring\":{\"height\":0.1,\"moor\":\"ä\"}}");
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(documents.get("rhine")).isEmpty();
        assertThat(documents.getIfExists("rhine")).isEmpty();
        assertThatThrownBy(() -> documents.require("rhine", Duration.ofMillis(120)))
                .isInstanceOf(MissingException.class)
                .hasMessage("collection " + rivers.name + " has no document 'rhine'");
    }

    @Test
    void waitsForADocumentUntilItExists() throws ExecutionException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Stored<River>> waiting = threads.submit(() -> documents.require("okement"));
            Future<Stored<River>> patient = threads.submit(() -> documents.require("okement", Duration.ofSeconds(30)));

            documents.save(River.of("okement", 24));

            assertThat(waiting.get().value()).isEqualTo(River.of("okement", 24));
            assertThat(patient.get().value()).isEqualTo(River.of("okement", 24));
        }
    }

    @Test
    void stopsWaitingWhenInterrupted() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                documents.require("rhine");
            } catch (CancelledException e) {
                thrown.set(e);
            }
        });

        waiting.interrupt();
        waiting.join();

        assertThat(thrown.get()).isInstanceOf(CancelledException.class);
    }

    @Test
    void takesIdsOfAllKinds() {
        for (String id : List.of(
                "a b", "_x", "a/b?c#d", "%2F", "+", "..", ".", "'];ctx.op='delete'//", "ä😀", "x".repeat(512))) {
            documents.save(River.of(id, 1));

            assertThat(documents.getIfExists(id).orElseThrow().id()).isEqualTo(id);
            assertThat(documents.multiget(List.of(id)).getFirst().value()).isEqualTo(River.of(id, 1));
            assertThat(documents.delete(id)).isEqualTo(DeleteOutcome.DELETED);
            assertThat(documents.exists(id)).isFalse();
        }
    }

    @Test
    void refusesIdsThatAreNone() {
        assertThatThrownBy(() -> documents.get("")).hasMessage("the id of a document must not be empty");
        assertThatThrownBy(() -> documents.delete("ä".repeat(300))).hasMessageContaining("at most 512 bytes");
        assertThatThrownBy(() -> documents.save("rhine", River.of("tavy", 1), Refresh.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a document of rivers with the id 'tavy' cannot be stored under the id 'rhine'");
    }

    @Test
    void readsSeveralInTheOrderAskedFor() {
        List<String> ids = new ArrayList<>(List.of("plym", "tavy", "plym"));

        assertThat(documents.multiget(ids)).extracting(Stored::id).containsExactly("plym", "tavy", "plym");

        assertThat(ids).containsExactly("plym", "tavy", "plym");
        assertThat(documents.multiget(List.of())).isEmpty();
    }

    @Test
    void namesWhatIsMissingAndCarriesWhatIsNot() {
        MissingException missing = catchThrowableOfType(
                MissingException.class, () -> documents.multiget(List.of("tavy", "rhine", "elbe", "rhine", "plym")));

        assertThat(missing).hasMessage("collection " + rivers.name + " has no document 'rhine', 'elbe'");
        assertThat(missing.ids()).containsExactly("rhine", "elbe");
        assertThat(missing.found()).containsOnlyKeys("tavy", "plym");
        assertThat(missing.found().get("plym")).isEqualTo(documents.get("plym").orElseThrow());
        assertThat(documents.multiget(List.of("rhine", "tavy"), OnMissing.LEAVE_OUT))
                .extracting(Stored::id)
                .containsExactly("tavy");
    }

    @Test
    void readsMoreThanOneRequestHolds() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 1_001; i++) {
            ids.add(i % 2 == 0 ? "tavy" : "plym");
        }

        assertThat(documents.multiget(ids))
                .hasSize(1_001)
                .extracting(Stored::id)
                .isEqualTo(ids);
    }

    @Test
    void savesOverWhateverIsThere() {
        VersionToken first = documents.save(River.of("tavy", 1));
        VersionToken second = documents.save(River.of("tavy", 2));

        assertThat(second.seqNo()).isGreaterThan(first.seqNo());
        assertThat(second.index()).isEqualTo(rivers.index(1));
        assertThat(documents.require("tavy").value().length()).isEqualTo(2);
    }

    @Test
    void createsOnlyOnce() {
        VersionToken version = documents.create(River.of("dart", 75));

        assertThat(documents.require("dart")).isEqualTo(new Stored<>("dart", River.of("dart", 75), version));
        assertThatThrownBy(() -> documents.create(River.of("dart", 76)))
                .isInstanceOf(ConflictException.class)
                .hasMessage("document 'dart' of collection " + rivers.name
                        + " exists already; save replaces it whatever it is");
        assertThat(documents.require("dart").value().length()).isEqualTo(75);
    }

    @Test
    void replacesOneVersionOnce() {
        VersionToken read = documents.require("tavy").version();

        VersionToken written = documents.replace(River.of("tavy", 28), VersionToken.parse(read.toString()));

        assertThat(documents.require("tavy")).isEqualTo(new Stored<>("tavy", River.of("tavy", 28), written));
        assertThatThrownBy(() -> documents.replace(River.of("tavy", 29), read))
                .isInstanceOf(ConflictException.class)
                .hasMessage("document 'tavy' of collection " + rivers.name
                        + " was changed or deleted since that version was read; read it again");
        assertThat(documents.require("tavy").value().length()).isEqualTo(28);
    }

    @Test
    void doesNotReplaceWhatIsGone() {
        VersionToken read = documents.require("tavy").version();
        documents.delete("tavy");

        assertThatThrownBy(() -> documents.replace(River.of("tavy", 29), read)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> documents.delete("tavy", read)).isInstanceOf(ConflictException.class);
        assertThat(documents.exists("tavy")).isFalse();
    }

    @Test
    void deletesAndSaysWhetherThereWasOne() {
        assertThat(documents.delete("tavy")).isEqualTo(DeleteOutcome.DELETED);
        assertThat(documents.delete("tavy")).isEqualTo(DeleteOutcome.MISSING);
        assertThat(documents.delete("rhine")).isEqualTo(DeleteOutcome.MISSING);
    }

    @Test
    void deletesOnlyTheVersionThatWasRead() {
        VersionToken read = documents.require("tavy").version();
        documents.save(River.of("tavy", 28));

        assertThatThrownBy(() -> documents.delete("tavy", read)).isInstanceOf(ConflictException.class);

        VersionToken now = documents.require("tavy").version();
        assertThat(documents.delete("tavy", now)).isEqualTo(DeleteOutcome.DELETED);
    }

    @Test
    void doesNotWriteWhatIsUnchanged() {
        VersionToken before = documents.require("tavy").version();

        Stored<River> after = documents.modify("tavy", river -> river.withLength(27));

        assertThat(after.version()).isEqualTo(before);
        assertThat(documents.require("tavy").version()).isEqualTo(before);
    }

    @Test
    void losesNoModificationAmongMany() throws ExecutionException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 10; i++) {
                        documents.modify("tavy", river -> river.withLength(river.length() + 1));
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }

        assertThat(documents.require("tavy").value().length()).isEqualTo(27 + 80);
    }

    @Test
    void modifiesOnlyWhatExists() {
        assertThatThrownBy(() -> documents.modify("rhine", river -> river.withLength(1)))
                .isInstanceOf(MissingException.class)
                .hasMessage("collection " + rivers.name + " has no document 'rhine'");
        assertThatThrownBy(() -> documents.modify("tavy", river -> River.of("rhine", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be stored under the id 'tavy'");
        assertThatThrownBy(() -> documents.modify("tavy", Nulls::none))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("use delete to remove");
    }

    /** Code without null checks, as applications have it. */
    static final class Nulls {

        @SuppressWarnings("NullAway")
        static River none(River river) {
            return null;
        }
    }

    @Test
    void isVisibleToSearchesWhenAskedToBe() {
        documents.save(River.of("dart", 4711), Refresh.WAIT);
        documents.create(River.of("erme", 4711), Refresh.NOW);
        documents.delete("plym", Refresh.WAIT);

        assertThat(elasticsearch
                        .get("/" + rivers.name + "/_count?filter_path=count&q=length:4711")
                        .body())
                .isEqualTo("{\"count\":2}");
        assertThat(elasticsearch
                        .get("/" + rivers.name + "/_search?filter_path=hits.hits._id&q=_id:plym")
                        .body())
                .isEqualTo("{}");
    }

    @Test
    void refusesDocumentsThatBreakTheRules() {
        assertThatThrownBy(() -> documents.save(River.of("tavy", -1)))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("length");
        assertThat(documents.require("tavy").value().length()).isEqualTo(27);
    }

    @Test
    void neverMakesAnIndexThatIsMissing() {
        VersionToken version = documents.require("tavy").version();
        elasticsearch.delete("/" + rivers.index(1)).orFail();
        String message =
                "collection " + rivers.name + " is not in the cluster: there is no alias of that name; if it was "
                        + "lost, restore it from a snapshot, else register the collection again to create it empty";

        for (org.assertj.core.api.ThrowableAssert.ThrowingCallable call :
                Arrays.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>asList(
                        () -> documents.get("tavy"),
                        () -> documents.exists("tavy"),
                        () -> documents.multiget(List.of("tavy")),
                        () -> documents.multiExists(List.of("tavy")),
                        () -> documents.save(River.of("tavy", 1)),
                        () -> documents.create(River.of("tavy", 1)),
                        () -> documents.modify("tavy", river -> river),
                        () -> documents.delete("tavy"),
                        () -> documents.delete("tavy", version))) {
            assertThatThrownBy(call)
                    .isInstanceOf(MissingCollectionException.class)
                    .hasMessage(message);
        }
        assertThat(elasticsearch
                        .get("/" + rivers.name + "*?expand_wildcards=all")
                        .body())
                .isEqualTo("{}");
    }

    @Test
    void takesAVersionOfAnEarlierGenerationForAConflict() {
        VersionToken read = documents.require("tavy").version();
        rivers.createGeneration(2);
        rivers.block(1);
        rivers.swap(1, 2);
        documents.save(River.of("tavy", 1));
        assertThat(documents.require("tavy").version().seqNo()).isEqualTo(read.seqNo());

        assertThatThrownBy(() -> documents.replace(River.of("tavy", 2), read))
                .isInstanceOf(ConflictException.class)
                .hasMessage("document 'tavy' of collection " + rivers.name + " has been moved on from index "
                        + rivers.index(1) + " since that version was read; read it again");
        assertThatThrownBy(() -> documents.delete("tavy", read)).isInstanceOf(ConflictException.class);
        assertThat(documents.require("tavy").value().length()).isEqualTo(1);
    }

    @Test
    void waitsWhileTheCollectionMovesToAnotherIndex() throws ExecutionException, InterruptedException {
        rivers.createGeneration(2);
        rivers.block(1);
        elasticsearch.refresh(rivers.index(1));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<VersionToken> saving = threads.submit(() -> documents.save(River.of("dart", 75)));
            Future<Stored<River>> modifying =
                    threads.submit(() -> documents.modify("tavy", river -> river.withLength(river.length() + 1)));
            elasticsearch
                    .post(
                            "/_reindex?refresh=true",
                            "{\"source\":{\"index\":\"" + rivers.index(1) + "\"},\"dest\":{\"index\":\""
                                    + rivers.index(2) + "\"}}")
                    .orFail();
            rivers.swap(1, 2);

            assertThat(saving.get().index()).isEqualTo(rivers.index(2));
            assertThat(modifying.get().version().index()).isEqualTo(rivers.index(2));
        }
        assertThat(documents.require("tavy").value().length()).isEqualTo(28);
    }
}
