package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tests of convergence notice every mistake that a naive sync makes. */
class TrapsTest {

    private static final RowKey KEY = RowKey.of("both-1");
    private static final RowKey OTHER = RowKey.of("both-2");
    private static final int MAX_SCHEDULES = 3_000;
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    Path scratch;

    @ParameterizedTest
    @EnumSource(
            names = {
                "BASE_IN_THE_DOCUMENT",
                "LEDGER_BEFORE_DATA",
                "NOTHING_ANNOUNCED",
                "EDIT_TIME_MINUS_ONE",
                "MILLISECONDS",
                "BLIND_REPLAY",
                "CHECKPOINT_BEFORE_ACKNOWLEDGEMENT"
            })
    void someScheduleDoesNotConverge(Traps trap) {
        assertThatThrownBy(() -> {
                    for (long seed = 1; seed <= MAX_SCHEDULES; seed++) {
                        Schedule.run(seed, trap, scratch);
                    }
                })
                .isInstanceOfAny(AssertionError.class, RuntimeException.class);
    }

    @Test
    void aRowThatIsWrittenWhileItIsDeletedLives() {
        check(this::rowWrittenWhileDeleted, Traps.DELETE_AT_NOW);
    }

    @Test
    void aColumnThatTheDocumentDoesNotTouchIsKept() {
        check(this::otherColumnWrittenMeanwhile, Traps.NULL_FOR_EVERYTHING_MISSING);
        check(this::otherColumnWrittenMeanwhile, Traps.NO_REFLECTION);
    }

    @Test
    void aRowOfASlowClockIsSeen() {
        check(this::rowOfASlowClock, Traps.TIMESTAMP_POLL);
    }

    @Test
    void aSlowWriteIsSeen() {
        check(this::slowWrite, Traps.UNCAPPED_FEED);
    }

    private interface Scene {
        void play(Trap trap);
    }

    private static void check(Scene scene, Trap trap) {
        scene.play(Trap.NONE);
        assertThatThrownBy(() -> scene.play(trap)).isInstanceOf(AssertionError.class);
    }

    private void rowWrittenWhileDeleted(Trap trap) {
        World world = world(trap);
        SyncPair pair = agreed(world, Map.of("a", "1"));

        world.advance(60 * World.SECOND);
        world.index.delete(KEY);
        world.beforeRowWrite =
                () -> world.table.update(KEY, Map.of("a", "2"), world.now() - World.SECOND, RowModel.FOREVER);
        pair.once();

        assertBoth(world, "{a=2}");
    }

    private void otherColumnWrittenMeanwhile(Trap trap) {
        World world = world(trap);
        SyncPair pair = agreed(world, Map.of("a", "1"));

        world.advance(60 * World.SECOND);
        world.index.put(KEY, Content.of(Map.of("a", "2")), "");
        world.beforeRowWrite =
                () -> world.table.update(KEY, Map.of("b", "3"), world.now() - World.SECOND, RowModel.FOREVER);
        pair.once();

        assertBoth(world, "{a=2, b=3}");
    }

    private void rowOfASlowClock(Trap trap) {
        World world = world(trap);
        SyncPair pair = world.start(NEVER, 0, ChaosPorts.Watching.SLOWLY);
        pair.once();
        insertAt(world, OTHER, world.now());
        pair.once();

        insertAt(world, KEY, world.now() - World.SECOND);
        pair.once();

        assertThat(world.index.read(KEY)).isInstanceOf(DocState.Present.class);
    }

    private void slowWrite(Trap trap) {
        World world = world(trap);
        SyncPair pair = agreed(world, Map.of("a", "1"));

        world.index.putSlowly(KEY, Content.of(Map.of("a", "2")), "");
        world.index.put(OTHER, Content.of(Map.of("a", "3")), "");
        pair.once();
        world.index.finishOne();
        pair.once();

        assertBoth(world, "{a=2}");
    }

    private World world(Trap trap) {
        World world = new World(1, trap, scratch);
        world.calm();
        return world;
    }

    /** A pair that compares in every cycle, and has a row and a document that agree. */
    private static SyncPair agreed(World world, Map<String, String> values) {
        world.table.insert(KEY, new TreeMap<>(values), world.now(), RowModel.FOREVER);
        SyncPair pair = world.start(Duration.ZERO, 0, ChaosPorts.Watching.NOTHING);
        pair.once();
        return pair;
    }

    private static void insertAt(World world, RowKey key, long version) {
        world.table.insert(key, Map.of("v", Long.toString(version)), version, RowModel.FOREVER);
    }

    private static void assertBoth(World world, String content) {
        assertThat(world.table.read(KEY))
                .isInstanceOfSatisfying(
                        RowState.Present.class,
                        row -> assertThat(row.content().values()).hasToString(content));
        assertThat(world.index.read(KEY))
                .isInstanceOfSatisfying(
                        DocState.Present.class,
                        doc -> assertThat(doc.content().values()).hasToString(content));
    }
}
