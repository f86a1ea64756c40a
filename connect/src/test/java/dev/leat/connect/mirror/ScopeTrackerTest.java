package dev.leat.connect.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.Checkpoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a checkpoint counts, and what the journal makes of it. */
class ScopeTrackerTest {

    private static final RunHeader HEADER =
            new RunHeader(UUID.randomUUID(), "source", "index", "uuid", UUID.randomUUID(), 1, 0, 0, null);

    private Path file = Path.of("");
    private final AtomicLong clock = new AtomicLong();

    @BeforeEach
    void place(@TempDir Path directory) {
        file = directory.resolve("journal");
    }

    private ScopeTracker tracker(Journal journal, ScopeState before, int attempt, Duration saveEvery) {
        return new ScopeTracker(journal, before, attempt, saveEvery, clock::get);
    }

    /** What a process would find that is started now; it works on a copy, for the journal is still in use. */
    private ScopeState saved() throws Exception {
        Path copy = Files.copy(file, file.resolveSibling("copy"), StandardCopyOption.REPLACE_EXISTING);
        try (Journal journal = Journal.resume(copy).orElseThrow()) {
            List<ScopeState> scopes = journal.scopes();
            return scopes.isEmpty() ? ScopeState.fresh(0, "a") : scopes.getFirst();
        }
    }

    @Test
    void aCheckpointCountsWhenEverythingBeforeItHasItsOutcome() throws Exception {
        try (Journal journal = Journal.begin(file, HEADER)) {
            ScopeTracker tracker = tracker(journal, ScopeState.fresh(0, "a"), 1, Duration.ZERO);
            Interval first = tracker.begin();
            tracker.begin();
            tracker.checkpoint(new Checkpoint("one"));
            Interval second = tracker.begin();
            tracker.checkpoint(new Checkpoint("two"));

            tracker.done(second, Tally.Fate.CREATED, 10);
            tracker.done(first, Tally.Fate.CREATED, 10);
            assertThat(saved().checkpoint()).isEqualTo(Checkpoint.start());

            tracker.done(first, Tally.Fate.UPDATED, 10);
            assertThat(saved().checkpoint()).isEqualTo(new Checkpoint("two"));
            assertThat(saved().counts()).isEqualTo(new Counts(3, 0, 2, 1, 0, 0, 0, 0, 0, 0, 30));
            assertThat(saved().marks()).containsExactly(new ScopeState.Range(first.number(), second.number()));
        }
    }

    @Test
    void nothingCountsBehindADocumentThatNeverGetsAnOutcome() throws Exception {
        try (Journal journal = Journal.begin(file, HEADER)) {
            ScopeTracker tracker = tracker(journal, ScopeState.fresh(0, "a"), 1, Duration.ZERO);
            Interval first = tracker.begin();
            tracker.checkpoint(new Checkpoint("one"));
            Interval second = tracker.begin();
            tracker.checkpoint(new Checkpoint("two"));

            tracker.done(first, Tally.Fate.CREATED, 1);
            tracker.broken(second);
            Interval third = tracker.begin();
            tracker.checkpoint(new Checkpoint("three"));
            tracker.done(third, Tally.Fate.CREATED, 1);
            tracker.awaitOutcomes();

            assertThat(saved().checkpoint()).isEqualTo(new Checkpoint("one"));
            assertThatThrownBy(tracker::complete).hasMessage("The scope 'a' has documents without outcome");
        }
    }

    @Test
    void recordsNoMoreOftenThanItWasTold() throws Exception {
        try (Journal journal = Journal.begin(file, HEADER)) {
            ScopeTracker tracker = tracker(journal, ScopeState.fresh(0, "a"), 1, Duration.ofSeconds(1));
            tracker.checkpoint(new Checkpoint("one"));
            assertThat(saved().checkpoint()).isEqualTo(Checkpoint.start());

            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            tracker.checkpoint(new Checkpoint("two"));
            assertThat(saved().checkpoint()).isEqualTo(new Checkpoint("two"));

            tracker.checkpoint(new Checkpoint("three"));
            assertThat(saved().checkpoint()).isEqualTo(new Checkpoint("two"));
            tracker.flush();
            assertThat(saved().checkpoint()).isEqualTo(new Checkpoint("three"));
        }
    }

    @Test
    void addsUpOverAttempts() throws Exception {
        ScopeState after;
        try (Journal journal = Journal.begin(file, HEADER)) {
            ScopeTracker first = tracker(journal, ScopeState.fresh(0, "a"), 1, Duration.ZERO);
            first.done(first.begin(), Tally.Fate.CREATED, 5);
            first.checkpoint(new Checkpoint("one"));
            // Lost with the process: it has no checkpoint.
            first.done(first.begin(), Tally.Fate.CREATED, 5);
            assertThat(first.counts().created()).isEqualTo(2);

            ScopeTracker second = tracker(journal, saved(), 2, Duration.ZERO);
            second.done(second.begin(), Tally.Fate.CREATED, 5);
            second.count(Tally.Fate.SKIPPED);
            after = second.complete();
        }

        assertThat(after).isEqualTo(saved());
        assertThat(after.phase()).isEqualTo(ScopeState.Phase.COMPLETED);
        assertThat(after.counts().created()).isEqualTo(2);
        assertThat(after.counts().skipped()).isEqualTo(1);
        assertThat(after.counts().read()).isEqualTo(3);
        assertThat(after.marks()).hasSize(2);
        assertThat(after.isMarkedBefore(2)).isTrue();
        assertThat(after.isMarkedBefore(1)).isFalse();
    }

    @Test
    void theJournalCutsOffATornLine() throws Exception {
        try (Journal journal = Journal.begin(file, HEADER)) {
            journal.record(ScopeState.fresh(0, "a")
                    .reached(new Checkpoint("ä\n\""), new ScopeState.Range(1, 2), Counts.none()));
            journal.record(HEADER.nextAttempt());
        }
        byte[] line = new JournalEntry.Reached(ScopeState.fresh(0, "a")).toLine();
        Files.write(file, Arrays.copyOf(line, line.length - 9), StandardOpenOption.APPEND);

        try (Journal journal = Journal.resume(file).orElseThrow()) {
            assertThat(journal.header()).isEqualTo(HEADER.nextAttempt());
            assertThat(journal.scopes().getFirst().checkpoint()).isEqualTo(new Checkpoint("ä\n\""));
        }
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void aJournalThatIsNoneIsNotTakenUp() throws Exception {
        assertThat(Journal.resume(file)).isEmpty();
        Files.write(file, "00000000 {}\n".getBytes(StandardCharsets.UTF_8));
        assertThat(Journal.resume(file)).isEmpty();
    }
}
