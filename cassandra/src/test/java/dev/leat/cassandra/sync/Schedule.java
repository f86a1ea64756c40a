package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** A random schedule from storm to quiet, and what must be true in the end. */
final class Schedule {

    private Schedule() {}

    static void run(long seed, Trap trap, Path scratch) {
        run(new World(seed, trap, scratch));
    }

    static void run(World world) {
        world.storm(world.random.nextInt(5, 40));
        world.calm();
        LastWord last = LastWord.say(world);
        world.settle();
        check(world, last);
        world.advance(3600 * World.SECOND);
        world.settle();
        check(world, last);
    }

    private static void check(World world, LastWord last) {
        for (RowKey key : Applications.KEYS) {
            Content row = world.table.read(key) instanceof RowState.Present present ? present.content() : null;
            Content doc = world.index.read(key) instanceof DocState.Present present ? present.content() : null;
            assertThat(show(doc)).as("document of %s", key.id()).isEqualTo(show(row));
            LedgerEntry entry = world.ledger.read(key);
            assertThat(entry.isOpen()).as("open %s", key.id()).isFalse();
        }
        last.check(world);
    }

    static String show(@org.jspecify.annotations.Nullable Content content) {
        return content == null ? "absent" : content.values().toString();
    }
}
