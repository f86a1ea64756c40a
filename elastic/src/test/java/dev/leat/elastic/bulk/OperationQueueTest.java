package dev.leat.elastic.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.bulk.OperationQueue.Pace;
import dev.leat.testing.Seeds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class OperationQueueTest {

    private static final long LINGER = 100;

    private long sequence;

    private Entry entry(String id, int sourceBytes, long now) {
        Entry entry =
                new Entry(BulkOperation.index("i", id, "x".repeat(sourceBytes).getBytes(UTF_8)));
        entry.accepted(sequence++, now);
        return entry;
    }

    /** Plays a random schedule of everything that can happen to operations, against rules that must always hold. */
    @RepeatedTest(50)
    void keepsOrderAndLosesNothingWhateverHappens(TestInfo test) {
        SplittableRandom random = Seeds.of(test).random();
        Schedule schedule = new Schedule(random);

        for (int step = 0; step < 3_000; step++) {
            schedule.step();
        }
        schedule.runToTheEnd();

        assertThat(schedule.completed).as("operations completed").isEqualTo(schedule.written);
        assertThat(schedule.queue.documents()).as("documents left in the queue").isZero();
    }

    private final class Schedule {
        final SplittableRandom random;
        final long maxBytes;
        final int maxOperations;
        final OperationQueue queue;
        final Map<String, ArrayDeque<Entry>> expected = new HashMap<>();
        final Set<String> underWayIds = new HashSet<>();
        final List<Entry> underWay = new ArrayList<>();
        long now = 5;
        int written;
        int completed;

        Schedule(SplittableRandom random) {
            this.random = random;
            this.maxBytes = random.nextInt(100, 2_000);
            this.maxOperations = random.nextInt(1, 20);
            this.queue = new OperationQueue(maxBytes, maxOperations, LINGER);
        }

        void step() {
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> write();
                case 3 -> take(random.nextBoolean() ? Pace.AT_ONCE : Pace.LINGER);
                case 4 -> settleSome();
                default -> now += random.nextInt(60);
            }
        }

        void write() {
            Entry entry = entry("id-" + random.nextInt(30), random.nextInt(300), now);
            waitingFor(entry).add(entry);
            queue.add(entry);
            written++;
        }

        ArrayDeque<Entry> waitingFor(Entry entry) {
            return expected.computeIfAbsent(entry.key.id(), id -> new ArrayDeque<>());
        }

        void take(Pace pace) {
            boolean ready = queue.untilReady(now, pace) == 0;
            List<Entry> taken = queue.take(now, pace);
            assertThat(taken.isEmpty()).as("nothing taken").isEqualTo(!ready);
            long bytes = 0;
            for (Entry entry : taken) {
                bytes += entry.bytes;
                assertThat(underWayIds.add(entry.key.id()))
                        .as("only %s under way", entry)
                        .isTrue();
                assertThat(waitingFor(entry).peek()).as("first of its document").isSameAs(entry);
                assertThat(entry.due - now).as("not before it is due").isLessThanOrEqualTo(0);
            }
            assertThat(taken.size()).isLessThanOrEqualTo(maxOperations);
            assertThat(taken.size() <= 1 || bytes <= maxBytes)
                    .as("fits the limit")
                    .isTrue();
            underWay.addAll(taken);
        }

        void settleSome() {
            List<Entry> again = new ArrayList<>();
            for (int n = random.nextInt(8); n > 0 && !underWay.isEmpty(); n--) {
                Entry entry = underWay.remove(random.nextInt(underWay.size()));
                underWayIds.remove(entry.key.id());
                if (random.nextInt(3) == 0) {
                    again.add(entry);
                } else {
                    complete(entry);
                }
            }
            queue.again(again, now + random.nextInt(200));
        }

        void complete(Entry entry) {
            assertThat(waitingFor(entry).remove()).isSameAs(entry);
            queue.complete(entry);
            completed++;
        }

        void runToTheEnd() {
            for (int round = 0; completed < written && round < 100_000; round++) {
                now += 50;
                take(Pace.AT_ONCE);
                settleSome();
            }
        }
    }

    @Test
    void lingersUntilARequestIsFull() {
        OperationQueue queue = new OperationQueue(1_000_000, 3, LINGER);
        queue.add(entry("a", 10, 0));
        queue.add(entry("b", 10, 10));

        assertThat(queue.take(20, Pace.LINGER)).isEmpty();
        assertThat(queue.untilReady(20, Pace.LINGER)).isEqualTo(80);
        assertThat(queue.untilReady(20, Pace.AT_ONCE)).isZero();

        queue.add(entry("c", 10, 30));
        assertThat(queue.take(30, Pace.LINGER)).hasSize(3);
    }

    @Test
    void sendsWhatIsThereWhenTheLingerIsOver() {
        OperationQueue queue = new OperationQueue(1_000_000, 3, LINGER);
        queue.add(entry("a", 10, 0));

        assertThat(queue.take(100, Pace.LINGER)).hasSize(1);
    }

    @Test
    void anOperationBeyondTheLimitGoesAlone() {
        OperationQueue queue = new OperationQueue(500, 10, LINGER);
        Entry small = entry("a", 10, 0);
        Entry large = entry("b", 5_000, 0);
        Entry next = entry("c", 10, 0);
        queue.add(small);
        queue.add(large);
        queue.add(next);

        assertThat(queue.take(0, Pace.AT_ONCE)).containsExactly(small);
        assertThat(queue.take(0, Pace.AT_ONCE)).containsExactly(large);
        assertThat(queue.take(0, Pace.AT_ONCE)).containsExactly(next);
    }

    @Test
    void cutsSmallerRequestsAfterOneWasTooLarge() {
        OperationQueue queue = new OperationQueue(1_000_000, 100, LINGER);
        for (int i = 0; i < 20; i++) {
            queue.add(entry("id" + i, 40_000, 0));
        }

        queue.shrink(800_000);

        assertThat(queue.take(0, Pace.AT_ONCE)).hasSize(9);
    }

    @Test
    void drainsWhatIsNotBehindAnythingUnderWay() {
        OperationQueue queue = new OperationQueue(10_000, 1, LINGER);
        Entry first = entry("a", 10, 0);
        Entry behind = entry("a", 10, 0);
        Entry other = entry("b", 10, 0);
        Entry behindOther = entry("b", 10, 0);
        for (Entry entry : List.of(first, behind, other, behindOther)) {
            queue.add(entry);
        }
        queue.take(0, Pace.AT_ONCE);

        assertThat(queue.drain()).containsExactly(other, behindOther);
        assertThat(queue.completeLast(first)).containsExactly(behind);
        assertThat(queue.documents()).isZero();
    }

    @Test
    void searchesForACulpritInEverSmallerRequests() {
        OperationQueue queue = new OperationQueue(10_000, 100, LINGER);
        Entry suspect = entry("a", 10, 0);
        suspect.groupLimit = 1;
        queue.again(List.of(suspect), 0);
        queue.add(entry("b", 10, 0));

        assertThat(queue.take(0, Pace.AT_ONCE)).containsExactly(suspect);
    }
}
