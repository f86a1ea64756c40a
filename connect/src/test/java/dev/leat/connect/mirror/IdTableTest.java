package dev.leat.connect.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.testing.Seeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class IdTableTest {

    private static final UUID ID = UUID.randomUUID();
    private static final String BOOT = "this boot";

    private Path file = Path.of("");

    @BeforeEach
    void place(@TempDir Path directory) {
        file = directory.resolve("ids.table");
    }

    private static Hash128 hash(long number) {
        SplittableRandom random = new SplittableRandom(number);
        return new Hash128(random.nextLong(), random.nextLong());
    }

    private static void put(IdTable table, long number, Hash128 content, long state) throws IOException {
        table.lock().lock();
        try {
            long slot = table.findOrInsert(hash(number));
            table.content(slot, content);
            table.state(slot, state);
        } finally {
            table.lock().unlock();
        }
    }

    private record Value(Hash128 content, long state) {}

    private static void assertHolds(IdTable table, Map<Long, Value> model) {
        assertThat(table.size()).isEqualTo(model.size());
        model.forEach((number, value) -> {
            long slot = table.find(hash(number));
            assertThat(slot).isNotEqualTo(IdTable.NONE);
            assertThat(table.content(slot)).isEqualTo(value.content());
            assertThat(table.state(slot)).isEqualTo(value.state());
        });
    }

    @Test
    void holdsWhatAHashMapWouldHoldWhileItGrows(TestInfo test) throws Exception {
        SplittableRandom random = Seeds.of(test).random();
        Map<Long, Value> model = new HashMap<>();
        try (IdTable table = IdTable.create(file, ID, BOOT, 0)) {
            long before = table.capacity();
            for (int i = 0; i < 40_000; i++) {
                long number = random.nextLong(20_000);
                Value value = new Value(
                        hash(random.nextLong()),
                        SlotState.of(1 + random.nextInt(31), random.nextInt(100), random.nextLong(1L << 40)));
                put(table, number, value.content(), value.state());
                model.put(number, value);
            }

            assertThat(table.capacity()).isGreaterThan(before);
            assertHolds(table, model);
            for (long absent = 20_000; absent < 21_000; absent++) {
                assertThat(table.find(hash(absent))).isEqualTo(IdTable.NONE);
            }
            long[] visited = new long[1];
            table.forEachState(state -> visited[0]++);
            assertThat(visited[0]).isEqualTo(model.size());
        }
    }

    @Test
    void isAsItWasWhenAnotherProcessOpensIt() throws Exception {
        Map<Long, Value> model = new HashMap<>();
        // Not closed and not forced: as a killed process leaves it.
        IdTable left = IdTable.create(file, ID, BOOT, 0);
        left.markLoaded();
        for (long i = 0; i < 10_000; i++) {
            put(left, i, hash(i + 1), SlotState.of(1, 2, i));
            model.put(i, new Value(hash(i + 1), SlotState.of(1, 2, i)));
        }

        try (IdTable opened = IdTable.open(file, ID, BOOT)) {
            assertHolds(opened, model);
        }
    }

    @Test
    void ignoresWhatAGrowthThatWasKilledHasLeft() throws Exception {
        IdTable left = IdTable.create(file, ID, BOOT, 0);
        left.markLoaded();
        put(left, 1, hash(2), 3);
        Files.write(file.resolveSibling("ids.table.new"), new byte[10_000]);

        try (IdTable opened = IdTable.open(file, ID, BOOT)) {
            assertHolds(opened, Map.of(1L, new Value(hash(2), 3)));
            for (long i = 0; i < 10_000; i++) {
                put(opened, i, hash(2), 3);
            }
            assertThat(opened.size()).isEqualTo(10_000);
        }
    }

    @Test
    void refusesATableThatIsGoneOrDamaged() throws Exception {
        assertUnusable("it is gone");
        try (IdTable table = IdTable.create(file, ID, BOOT, 0)) {
            assertUnusable("the ids of the index were not all read into it");
            table.markLoaded();
        }
        IdTable.open(file, ID, BOOT).close();
        assertThatThrownBy(() -> IdTable.open(file, UUID.randomUUID(), BOOT)).hasMessage("it belongs to another run");

        overwrite(24, 7);
        assertUnusable("its header is damaged");
        Files.write(file, new byte[100]);
        assertUnusable("it is gone");
    }

    @Test
    void refusesATableThatIsTooShort() throws Exception {
        try (IdTable table = IdTable.create(file, ID, BOOT, 0)) {
            table.markLoaded();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(file) - 40);
        }

        assertUnusable("its size is wrong");
    }

    @Test
    void trustsATableOfAnotherBootOnlyWhenItWasBroughtToTheDisk() throws Exception {
        try (IdTable table = IdTable.create(file, ID, "the boot before", 0)) {
            table.markLoaded();
            put(table, 1, hash(2), 3);
            assertUnusable("the machine was started anew since, and parts of it may be lost");
            table.force();
        }

        try (IdTable opened = IdTable.open(file, ID, BOOT)) {
            assertHolds(opened, Map.of(1L, new Value(hash(2), 3)));
        }
        // Opening it has made it this boot's, with pages in memory again.
        assertThatThrownBy(() -> IdTable.open(file, ID, "the boot after"))
                .hasMessage("the machine was started anew since, and parts of it may be lost");
    }

    @Test
    void packsAStateIntoOneWord() {
        long state = SlotState.of(SlotState.OCCUPIED | SlotState.HASHED, SlotState.FOREIGN, SlotState.MAX_INTERVAL);

        assertThat(SlotState.scope(state)).isEqualTo(SlotState.FOREIGN);
        assertThat(SlotState.interval(state)).isEqualTo(SlotState.MAX_INTERVAL);
        assertThat(SlotState.has(state, SlotState.HASHED)).isTrue();
        assertThat(SlotState.has(state, SlotState.PENDING)).isFalse();
    }

    private void assertUnusable(String reason) {
        assertThatThrownBy(() -> IdTable.open(file, ID, BOOT))
                .isInstanceOf(TableUnusableException.class)
                .hasMessage(reason);
    }

    private void overwrite(long position, int value) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {(byte) value}), position);
        }
    }
}
