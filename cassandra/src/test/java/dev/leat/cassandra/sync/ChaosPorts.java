package dev.leat.cassandra.sync;

import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The stores of a world as an instance reaches them: things happen before, after and between, and answers get lost. */
final class ChaosPorts {

    /** A write on its way. */
    @FunctionalInterface
    interface Request {
        Outcome arrive();
    }

    /** How an instance finds rows that were written lately. */
    enum Watching {
        NOTHING,
        SLOWLY,
        QUICKLY
    }

    private final World world;

    ChaosPorts(World world) {
        this.world = world;
    }

    SyncPorts ports(InstantSource clock, Watching watching) {
        DeadLetters none = (key, side, reason) -> {
            throw new AssertionError("a dead letter: " + reason);
        };
        return new SyncPorts(
                new Table(),
                watching == Watching.NOTHING ? null : new Watch(watching == Watching.QUICKLY),
                new Index(),
                new Entries(),
                new Register(),
                none,
                clock,
                world.waiter());
    }

    private <K, V> Map<K, V> readEach(Collection<K> keys, Function<K, V> read) {
        Map<K, V> answers = new LinkedHashMap<>();
        for (K key : keys) {
            world.step();
            answers.put(key, read.apply(key));
        }
        world.step();
        return answers;
    }

    private <W> Map<RowKey, Outcome> writeEach(
            Collection<W> writes, Function<W, RowKey> key, Function<W, Outcome> apply) {
        Map<RowKey, Outcome> outcomes = new LinkedHashMap<>();
        for (W write : writes) {
            world.step();
            LedgerEntry entry = write instanceof LedgerEntry written ? written : null;
            RowKey created = write instanceof DocWrite.Put put && put.over() == null ? put.key() : null;
            outcomes.put(key.apply(write), send(() -> apply.apply(write), entry, created));
        }
        world.step();
        return outcomes;
    }

    private Outcome send(Request write, @Nullable LedgerEntry entry, @Nullable RowKey created) {
        int dice = world.isCalm() ? 99 : world.random.nextInt(100);
        if (dice < 3) {
            write.arrive();
            return new Outcome.Unknown();
        }
        if (dice < 6) {
            return new Outcome.Unknown();
        }
        if (dice < 10) {
            world.send(write, entry, created);
            return new Outcome.Unknown();
        }
        return write.arrive();
    }

    private final class Table implements TableSide {

        @Override
        public Map<RowKey, RowState> read(Collection<RowKey> keys) {
            return readEach(keys, world.table::read);
        }

        @Override
        public Map<RowKey, Outcome> write(Collection<RowWrite> writes) {
            return writeEach(writes, RowWrite::key, write -> {
                if (write.key().id().startsWith("table")) {
                    throw new AssertionError("a row was written that belongs to Cassandra's applications");
                }
                world.writes++;
                Runnable meanwhile = world.beforeRowWrite;
                world.beforeRowWrite = () -> {};
                meanwhile.run();
                world.table.apply(write);
                return new Outcome.Written(null);
            });
        }

        @Override
        public void scan(@Nullable String from, PageHandler handler) {
            world.step();
            world.table.scan(from, handler);
            world.step();
        }

        @Override
        public void scanRows(@Nullable String from, RowHandler handler) {
            world.step();
            world.table.scanRows(from, handler);
            world.step();
        }
    }

    private final class Watch implements TableWatch {

        private final boolean isQuick;

        Watch(boolean isQuick) {
            this.isQuick = isQuick;
        }

        @Override
        public long changes(long since, long until, PageHandler handler) {
            world.step();
            return world.table.changes(since, until, handler);
        }

        @Override
        public boolean isQuick() {
            return isQuick;
        }
    }

    private final class Index implements IndexSide {

        @Override
        public Map<RowKey, DocState> read(Collection<RowKey> keys) {
            return readEach(keys, world.index::read);
        }

        @Override
        public Map<RowKey, Outcome> write(Collection<DocWrite> writes) {
            return writeEach(writes, DocWrite::key, write -> {
                if (write.key().id().startsWith("index")) {
                    throw new AssertionError("a document was written that belongs to Elasticsearch's applications");
                }
                world.writes++;
                return world.index.apply(write);
            });
        }

        @Override
        public String end() {
            return world.index.end();
        }

        @Override
        public String rebased(String position) {
            return world.index.rebased(position);
        }

        @Override
        public Optional<Growth> growth(String from) {
            world.step();
            Optional<Growth> growth = world.index.growth(from);
            world.step();
            return growth;
        }

        @Override
        public void changes(String from, PageHandler handler) {
            world.step();
            world.index.changes(from, handler);
            world.step();
        }

        @Override
        public void scanKeys(Consumer<List<RowKey>> handler) {
            world.step();
            world.index.scanKeys(handler);
            world.step();
        }
    }

    private final class Entries implements Ledger {

        @Override
        public Map<RowKey, LedgerEntry> read(Collection<RowKey> keys) {
            return readEach(keys, world.ledger::read);
        }

        @Override
        public Map<RowKey, Outcome> write(Collection<LedgerEntry> entries) {
            return writeEach(entries, LedgerEntry::key, entry -> {
                world.writes++;
                return world.ledger.apply(entry);
            });
        }

        @Override
        public void scan(Consumer<List<LedgerEntry>> handler) {
            world.step();
            world.ledger.scan(handler);
        }
    }

    private final class Register implements LeaseRegister {

        @Override
        public State read() {
            world.step();
            return world.ledger.read();
        }

        @Override
        public Outcome write(State state) {
            world.step();
            Outcome outcome = send(() -> world.ledger.write(state), null, null);
            world.step();
            return outcome;
        }
    }
}
