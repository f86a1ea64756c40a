package dev.leat.cassandra.sync;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An index that does not hand over our own writes as changes where it has seen no others: each write and each delete of
 * anybody takes one sequence number, so when as many were taken as writes of ours were acknowledged, all of them were
 * ours. A write whose answer was lost, one that is under way, and those of others make the numbers differ, and then
 * everything is handed over.
 *
 * <p>Reads and writes are thread-safe; positions are asked for by one thread, and not while others write.
 */
final class EchoFilter implements IndexSide {

    private final IndexSide index;
    private final AtomicLong written = new AtomicLong();
    /** The position since which writes are counted; null when there is none. */
    private @Nullable String counted;

    EchoFilter(IndexSide index) {
        this.index = index;
    }

    @Override
    public Map<RowKey, DocState> read(Collection<RowKey> keys) {
        return index.read(keys);
    }

    @Override
    public Map<RowKey, Outcome> write(Collection<DocWrite> writes) {
        Map<RowKey, Outcome> outcomes = index.write(writes);
        written.addAndGet(outcomes.values().stream()
                .filter(Outcome.Written.class::isInstance)
                .count());
        return outcomes;
    }

    @Override
    public String end() {
        return index.end();
    }

    @Override
    public String rebased(String position) {
        String rebased = index.rebased(position);
        // What was written before now counts as others' work and is handed over: it may not have come to a good end.
        countFrom(rebased);
        return rebased;
    }

    @Override
    public Optional<Growth> growth(String from) {
        return index.growth(from);
    }

    @Override
    public void changes(String from, PageHandler handler) {
        Optional<Growth> growth = from.equals(counted) ? index.growth(from) : Optional.empty();
        if (growth.isPresent() && growth.get().operations() == written.get()) {
            if (written.get() > 0) {
                handler.accept(List.of(), growth.get().end());
                countFrom(growth.get().end());
            }
            return;
        }
        // What is written while the changes are handed over comes behind their end.
        countFrom(null);
        String[] last = {from};
        index.changes(from, (page, position) -> {
            handler.accept(page, position);
            last[0] = position;
        });
        counted = last[0];
    }

    private void countFrom(@Nullable String position) {
        counted = position;
        written.set(0);
    }

    @Override
    public void scanKeys(Consumer<List<RowKey>> handler) {
        index.scanKeys(handler);
    }
}
