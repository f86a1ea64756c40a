package dev.leat.cassandra.sync;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The mistakes that a naive sync makes, each as a port that makes it. */
enum Traps implements Trap {

    /** What was agreed is kept in the document, and gone with it. */
    BASE_IN_THE_DOCUMENT {
        @Override
        public SyncPorts set(SyncPorts ports, World world) {
            return withLedger(ports, new LedgerFilter(ports.ledger()) {
                @Override
                LedgerEntry seen(LedgerEntry entry) {
                    return world.index.read(entry.key()) instanceof DocState.Present
                            ? entry
                            : LedgerEntry.unknown(entry.key()).withVersion(entry.version());
                }
            });
        }
    },

    /** The ledger says that both sides agree before they do. */
    LEDGER_BEFORE_DATA {
        @Override
        public SyncPorts set(SyncPorts ports, World world) {
            return withLedger(ports, new LedgerFilter(ports.ledger()) {
                @Override
                LedgerEntry written(LedgerEntry entry) {
                    LedgerEntry.Intent intent = entry.intent();
                    return intent == null ? entry : entry.settled(intent.image(), null, entry.time());
                }
            });
        }
    },

    /** The ledger does not hear of a write before it is sent. */
    NOTHING_ANNOUNCED {
        @Override
        public SyncPorts set(SyncPorts ports, World world) {
            return withLedger(ports, new LedgerFilter(ports.ledger()) {
                @Override
                LedgerEntry seen(LedgerEntry entry) {
                    return new LedgerEntry(
                            entry.key(), entry.agreed(), null, List.of(), entry.time(), null, entry.version());
                }
            });
        }
    },

    /** What is in the row after a write counts as agreed, and the document never hears of it. */
    NO_REFLECTION {
        @Override
        public SyncPorts set(SyncPorts ports, World world) {
            return withLedger(ports, new LedgerFilter(ports.ledger()) {
                @Override
                LedgerEntry written(LedgerEntry entry) {
                    boolean ofRow =
                            !entry.isOpen() && world.ledger.read(entry.key()).intends(Side.TABLE);
                    Fingerprint merged = world.table.read(entry.key()).fingerprint();
                    return ofRow ? entry.settled(merged, null, entry.time()) : entry;
                }
            });
        }
    },

    /** Deletes kill what was written while they were decided. */
    DELETE_AT_NOW {
        @Override
        public SyncPorts set(SyncPorts ports, World world) {
            return withRowWrites(
                    ports,
                    write -> write instanceof RowWrite.Delete delete
                            ? new RowWrite.Delete(delete.key(), ports.now())
                            : write);
        }
    },

    /** An edit is written with a timestamp just below its time, so that the table wins ties: under skew it is lost. */
    EDIT_TIME_MINUS_ONE {
        @Override
        public SyncPorts set(SyncPorts ports, World world) {
            return withRowWrites(ports, write -> {
                long time = world.index.read(write.key()) instanceof DocState.Present doc && doc.editTime() != null
                        ? doc.editTime() - 1
                        : write.timestamp();
                return at(write, write instanceof RowWrite.Delete ? write.timestamp() : time);
            });
        }
    },

    /** Timestamps in milliseconds: older than everything. */
    MILLISECONDS {
        @Override
        public SyncPorts set(SyncPorts ports, World world) {
            return withRowWrites(ports, write -> at(write, write.timestamp() / 1000));
        }
    },

    /** A write whose answer was lost is sent again as it was: lists double. */
    BLIND_REPLAY {
        @Override
        public SyncPorts set(SyncPorts ports, World world) {
            return withTable(ports, new TableFilter(ports.table()) {
                @Override
                public Map<RowKey, Outcome> write(Collection<RowWrite> writes) {
                    Map<RowKey, Outcome> outcomes = new LinkedHashMap<>(super.write(writes));
                    List<RowWrite> lost = writes.stream()
                            .filter(write -> outcomes.get(write.key()) instanceof Outcome.Unknown)
                            .toList();
                    if (!lost.isEmpty()) {
                        outcomes.putAll(super.write(lost));
                    }
                    return outcomes;
                }
            });
        }
    },

    /** The position moves before the keys are done: a crash loses them. */
    CHECKPOINT_BEFORE_ACKNOWLEDGEMENT {
        @Override
        public SyncPorts set(SyncPorts ports, World world) {
            return withIndex(ports, new IndexFilter(ports.index()) {
                @Override
                public void changes(String from, PageHandler handler) {
                    String[] last = {from};
                    world.index.changes(from, (page, position) -> last[0] = position);
                    handler.accept(List.of(), last[0]);
                    super.changes(from, (page, position) -> handler.accept(page, last[0]));
                }
            });
        }
    },

    /** The feed goes on to the newest write, past those that are not finished. */
    UNCAPPED_FEED {
        @Override
        public IndexModel index() {
            return new IndexModel() {
                @Override
                long cap() {
                    return newest();
                }
            };
        }
    },

    /** What the document does not have becomes null, whether or not the row had it when it was read. */
    NULL_FOR_EVERYTHING_MISSING {
        @Override
        public SyncPorts set(SyncPorts ports, World world) {
            return withRowWrites(
                    ports,
                    write -> write instanceof RowWrite.Put put
                                    && world.index.read(put.key()) instanceof DocState.Present doc
                            ? new RowWrite.Replace(put.key(), doc.content(), put.timestamp())
                            : write);
        }
    },

    /** Rows are found by a version that must be newer than the newest seen, without an overlap. */
    TIMESTAMP_POLL {
        @Override
        public SyncPorts set(SyncPorts ports, World world) {
            TableWatch watch = ports.watch();
            return new SyncPorts(
                    ports.table(),
                    watch == null ? null : new Poll(watch),
                    ports.index(),
                    ports.ledger(),
                    ports.leases(),
                    ports.deadLetters(),
                    ports.clock(),
                    ports.waiter());
        }
    };

    static RowWrite at(RowWrite write, long timestamp) {
        return switch (write) {
            case RowWrite.Put put -> new RowWrite.Put(put.key(), put.set(), put.cleared(), timestamp);
            case RowWrite.Replace replace -> new RowWrite.Replace(replace.key(), replace.content(), timestamp);
            case RowWrite.Delete delete -> new RowWrite.Delete(delete.key(), timestamp);
        };
    }

    private static SyncPorts withTable(SyncPorts ports, TableSide table) {
        return new SyncPorts(
                table,
                ports.watch(),
                ports.index(),
                ports.ledger(),
                ports.leases(),
                ports.deadLetters(),
                ports.clock(),
                ports.waiter());
    }

    private static SyncPorts withRowWrites(SyncPorts ports, UnaryOperator<RowWrite> mistake) {
        return withTable(ports, new TableFilter(ports.table()) {
            @Override
            public Map<RowKey, Outcome> write(Collection<RowWrite> writes) {
                return super.write(writes.stream().map(mistake).toList());
            }
        });
    }

    private static SyncPorts withIndex(SyncPorts ports, IndexSide index) {
        return new SyncPorts(
                ports.table(),
                ports.watch(),
                index,
                ports.ledger(),
                ports.leases(),
                ports.deadLetters(),
                ports.clock(),
                ports.waiter());
    }

    private static SyncPorts withLedger(SyncPorts ports, Ledger ledger) {
        return new SyncPorts(
                ports.table(),
                ports.watch(),
                ports.index(),
                ledger,
                ports.leases(),
                ports.deadLetters(),
                ports.clock(),
                ports.waiter());
    }

    private record Poll(TableWatch watch) implements TableWatch {

        @Override
        public long changes(long since, long until, PageHandler handler) {
            return watch.changes(since + 5 * World.SECOND + 1, until, handler);
        }

        @Override
        public boolean isQuick() {
            return false;
        }
    }

    private static class TableFilter implements TableSide {

        private final TableSide table;

        TableFilter(TableSide table) {
            this.table = table;
        }

        @Override
        public Map<RowKey, RowState> read(Collection<RowKey> keys) {
            return table.read(keys);
        }

        @Override
        public Map<RowKey, Outcome> write(Collection<RowWrite> writes) {
            return table.write(writes);
        }

        @Override
        public void scan(@Nullable String from, PageHandler handler) {
            table.scan(from, handler);
        }

        @Override
        public void scanRows(@Nullable String from, RowHandler handler) {
            table.scanRows(from, handler);
        }
    }

    private static class IndexFilter implements IndexSide {

        private final IndexSide index;

        IndexFilter(IndexSide index) {
            this.index = index;
        }

        @Override
        public Map<RowKey, DocState> read(Collection<RowKey> keys) {
            return index.read(keys);
        }

        @Override
        public Map<RowKey, Outcome> write(Collection<DocWrite> writes) {
            return index.write(writes);
        }

        @Override
        public String rebased(String position) {
            return index.rebased(position);
        }

        @Override
        public String end() {
            return index.end();
        }

        @Override
        public Optional<Growth> growth(String from) {
            return index.growth(from);
        }

        @Override
        public void changes(String from, PageHandler handler) {
            index.changes(from, handler);
        }

        @Override
        public void scanKeys(Consumer<List<RowKey>> handler) {
            index.scanKeys(handler);
        }
    }

    private static class LedgerFilter implements Ledger {

        private final Ledger ledger;

        LedgerFilter(Ledger ledger) {
            this.ledger = ledger;
        }

        LedgerEntry seen(LedgerEntry entry) {
            return entry;
        }

        LedgerEntry written(LedgerEntry entry) {
            return entry;
        }

        @Override
        public Map<RowKey, LedgerEntry> read(Collection<RowKey> keys) {
            return ledger.read(keys).values().stream()
                    .map(this::seen)
                    .collect(Collectors.toMap(LedgerEntry::key, entry -> entry));
        }

        @Override
        public Map<RowKey, Outcome> write(Collection<LedgerEntry> entries) {
            List<LedgerEntry> others = entries.stream().map(this::written).toList();
            Map<RowKey, Outcome> outcomes = new LinkedHashMap<>(ledger.write(others));
            // Without a version it is not remembered as it was meant, but read as it is.
            entries.stream()
                    .filter(entry -> !entry.isOpen() && !others.contains(entry))
                    .forEach(entry -> outcomes.replace(entry.key(), new Outcome.Written(null)));
            return outcomes;
        }

        @Override
        public void scan(Consumer<List<LedgerEntry>> handler) {
            ledger.scan(
                    entries -> handler.accept(entries.stream().map(this::seen).toList()));
        }
    }
}
