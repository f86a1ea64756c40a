package dev.leat.datastore.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.datastore.Collection;
import dev.leat.datastore.Datastore;
import dev.leat.datastore.document.ConflictException;
import dev.leat.datastore.document.MissingException;
import dev.leat.datastore.document.Stored;
import dev.leat.datastore.document.Tier;
import dev.leat.elastic.Credentials;
import dev.leat.testing.Fault;
import dev.leat.testing.FaultPolicy;
import dev.leat.testing.FaultProxy;
import dev.leat.testing.Seeds;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Others write what is being archived, and answers are lost. */
@WithElasticsearch
class ArchiveRacesIT {

    private final Letters letters;
    private final Collection<Letter> collection;

    ArchiveRacesIT(TestElasticsearch node) {
        this.letters = new Letters(node);
        this.collection = letters.collection;
    }

    @AfterEach
    void close() {
        letters.close();
    }

    /** Does something once, before a step. */
    private static Consumer<String> before(String step, Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        return now -> {
            if (now.equals(step) && done.compareAndSet(false, true)) {
                action.run();
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"look", "check", "copy", "remove", "verify", "delete"})
    void movesAnEditThatStillMatches(String step) {
        letters.save(0, 5, 1999);

        ArchiveReport report = letters.archive(before(step, () -> collection.modify("l3", Letter::seenOnceMore)))
                .archive(Letters.OLD);

        assertThat(report.moved()).isEqualTo(5);
        assertThat(letters.counts()).containsExactly(0L, 5L, 5L);
        assertThat(collection.get("l3", Tier.ARCHIVE))
                .map(Stored::value)
                .contains(Letter.of("l3", 1999).seenOnceMore());
    }

    @ParameterizedTest
    @ValueSource(strings = {"look", "check", "copy", "remove", "verify", "delete"})
    void leavesAnEditThatNoLongerMatches(String step) {
        letters.save(0, 5, 1999);

        ArchiveReport report = letters.archive(
                        before(step, () -> collection.modify("l3", letter -> letter.withYear(2020))))
                .archive(Letters.OLD);

        assertThat(report.moved()).isEqualTo(4);
        assertThat(report.changedMeanwhile()).isEqualTo(1);
        assertThat(letters.counts()).containsExactly(1L, 4L, 5L);
        assertThat(collection.get("l3")).map(Stored::value).contains(Letter.of("l3", 2020));
        assertThat(collection.get("l3", Tier.ARCHIVE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"look", "check", "copy", "remove", "verify", "delete"})
    void doesNotKeepWhatOthersDelete(String step) {
        letters.save(0, 5, 1999);

        ArchiveReport report =
                letters.archive(before(step, () -> collection.delete("l3"))).archive(Letters.OLD);

        assertThat(report.moved()).isEqualTo(4);
        assertThat(report.changedMeanwhile()).isEqualTo(1);
        assertThat(letters.counts()).containsExactly(0L, 4L, 4L);
        assertThat(collection.get("l3", Tier.ALL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"look", "check", "copy", "remove", "verify", "delete"})
    void keepsWhatAnotherRunHasMoved(String step) {
        letters.save(0, 5, 1999);
        List<ArchiveReport> other = new ArrayList<>();

        ArchiveReport report = letters.archive(before(step, () -> other.add(collection.archive(Letters.OLD))))
                .archive(Letters.OLD);

        assertThat(other.getFirst().moved()).isEqualTo(5);
        assertThat(report.isComplete()).isTrue();
        assertThat(letters.counts()).containsExactly(0L, 5L, 5L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"look", "check", "copy", "remove", "verify", "delete"})
    void keepsTheLaterVersionThatAnotherRunHasMoved(String step) {
        letters.save(0, 5, 1999);

        letters.archive(before(step, () -> {
                    collection.modify("l3", Letter::seenOnceMore);
                    collection.archive("l3");
                }))
                .archive(Letters.OLD);

        assertThat(letters.counts()).containsExactly(0L, 5L, 5L);
        assertThat(collection.get("l3", Tier.ARCHIVE))
                .map(Stored::value)
                .contains(Letter.of("l3", 1999).seenOnceMore());
    }

    @ParameterizedTest
    @ValueSource(strings = {"look", "check", "copy", "remove", "verify", "delete"})
    void keepsOneCopyAroundARollover(String step) {
        letters.save(0, 5, 1999);

        letters.archive(before(step, () -> {
                    collection.rolloverArchive(RolloverConditions.none());
                    collection.archive(Letters.OLD);
                }))
                .archive(Letters.OLD);

        assertThat(letters.archiveIndices()).hasSize(2);
        assertThat(letters.counts()).containsExactly(0L, 5L, 5L);
        assertThat(letters.archived()).extracting(Letter::id).containsExactlyInAnyOrder("l0", "l1", "l2", "l3", "l4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"look", "check", "copy", "remove", "verify", "delete"})
    void losesNothingWhenOthersRestoreMeanwhile(String step) {
        letters.save(0, 5, 1999);
        collection.archive("l3");
        collection.restore("l3");
        collection.commit();

        letters.archive(before(step, () -> collection.restore("l3"))).archive(Letters.OLD);

        assertThat(letters.counts()).containsExactly(0L, 5L, 5L);
        assertThat(collection.get("l3", Tier.ALL)).map(Stored::value).contains(Letter.of("l3", 1999));
    }

    @Test
    void losesNoEditOfManyWriters() throws InterruptedException, ExecutionException {
        long seed = Seeds.of("archive under edits").value();
        int documents = 12;
        int edits = Boolean.getBoolean("leat.test.full") ? 1_000 : 20;
        letters.save(0, documents, 1999);
        AtomicBoolean ended = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> archiving = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                archiving.add(threads.submit(() -> {
                    while (!ended.get()) {
                        collection.archive(Letters.OLD);
                    }
                }));
            }
            List<Future<?>> editing = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                SplittableRandom random = new SplittableRandom(seed + i);
                editing.add(threads.submit(() -> {
                    for (int edit = 0; edit < edits; edit++) {
                        editWherever("l" + random.nextInt(documents));
                    }
                }));
            }
            try {
                for (Future<?> each : editing) {
                    each.get();
                }
            } finally {
                ended.set(true);
            }
            for (Future<?> each : archiving) {
                each.get();
            }
        }

        collection.commit();
        collection.archive(Letters.OLD);

        assertThat(letters.counts()).containsExactly(0L, (long) documents, (long) documents);
        assertThat(letters.archived().stream().mapToLong(Letter::seen).sum()).isEqualTo(4L * edits);
    }

    private void editWherever(String id) {
        while (true) {
            try {
                collection.modify(id, Letter::seenOnceMore);
                return;
            } catch (MissingException archived) {
                restore(id);
            }
        }
    }

    private void restore(String id) {
        try {
            collection.restore(id);
        } catch (ConflictException another) {
            // Another thread has restored and edited it meanwhile.
            assertThat(another).hasMessageContaining("document '" + id + "'");
        }
    }

    @Test
    void movesEachOnceWhenAnswersAreLost() {
        long seed = Seeds.of("archive with lost answers").value();
        letters.save(0, 300, 1999);
        try (FaultProxy proxy = FaultProxy.before(letters.node.url());
                Datastore datastore = Datastore.connect(proxy.url().toString(), Credentials.none())) {
            Collection<Letter> behind = datastore.register(letters.name, Letter.class);
            proxy.inject(FaultPolicy.random(
                    seed,
                    0.1,
                    List.of(new Fault.DropAfterAnswer(), new Fault.DropAfterSend(), new Fault.DropBeforeSend())));

            for (int i = 0; i < 30; i++) {
                assertThat(behind.archive("l" + i).moved()).isEqualTo(1);
            }
            ArchiveReport report = behind.archive(Letters.OLD);

            assertThat(report.isComplete()).isTrue();
            assertThat(report.moved()).isEqualTo(270);
            assertThat(proxy.injections()).isNotEmpty();
        }
        assertThat(letters.counts()).containsExactly(0L, 300L, 300L);
        assertThat(letters.archived()).extracting(Letter::id).doesNotHaveDuplicates();
    }
}
