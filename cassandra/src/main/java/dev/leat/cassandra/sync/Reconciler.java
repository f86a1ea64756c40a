package dev.leat.cassandra.sync;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings keys in step: reads the ledger and both sides, decides, and writes. What makes it safe to stop anywhere is the
 * order: the ledger is read before the data that is judged by it, it knows of every write before that is sent, and of an
 * agreement only after both sides have it. Thread-safe for different keys; no key may be given twice at once.
 */
final class Reconciler {

    private final SyncPorts ports;
    private final Arbiter arbiter;
    private final Tally tally;

    Reconciler(SyncPorts ports, Rules rules, Tally tally) {
        this.ports = ports;
        this.arbiter = new Arbiter(rules);
        this.tally = tally;
    }

    /**
     * Looks at each key once.
     *
     * @param keys different keys, some hundreds at most
     * @param seen how some of them looked where they were come by: those that look as agreed, our own writes among them,
     *     and are not open, need no look
     * @return the keys that must be looked at again: another writer was faster, an answer was lost, or in the table is now
     *     not only what we wrote
     */
    Set<RowKey> reconcile(Collection<RowKey> keys, Map<RowKey, Fingerprint> seen) {
        Round round = read(keys, seen);
        round.announce();
        round.writeDocuments();
        round.writeRows();
        round.settle();
        tally.add(Event.AGAIN, round.again().size());
        return round.again();
    }

    /** Counts what would be done for each key, and does nothing. */
    Set<RowKey> preview(Collection<RowKey> keys, Map<RowKey, Fingerprint> seen) {
        read(keys, seen).decisions().values().forEach(this::count);
        return Set.of();
    }

    private Round read(Collection<RowKey> keys, Map<RowKey, Fingerprint> seen) {
        long now = ports.now();
        Round round = new Round(ports, tally, now);
        Map<RowKey, LedgerEntry> entries = ports.ledger().read(keys);
        List<RowKey> news = keys.stream()
                .filter(key -> isNews(answer(entries, key), seen.get(key)))
                .toList();
        if (news.isEmpty()) {
            return round;
        }
        Map<RowKey, RowState> rows = ports.table().read(news);
        Map<RowKey, DocState> docs = ports.index().read(news);
        for (RowKey key : news) {
            Case c = new Case(answer(entries, key), answer(rows, key), answer(docs, key), now);
            round.add(c, arbiter.decide(c));
        }
        return round;
    }

    private static boolean isNews(LedgerEntry entry, @Nullable Fingerprint seen) {
        return seen == null || entry.isOpen() || !entry.agreed().equals(seen);
    }

    private void count(Decision decision) {
        switch (decision) {
            case Decision.InStep inStep -> tally.add(Event.IN_STEP);
            case Decision.Settle settle -> tally.add(Event.IN_STEP);
            case Decision.ToIndex toIndex -> tally.count(toIndex);
            case Decision.ToTable toTable -> tally.count(toTable);
            case Decision.Leave leave -> tally.add(Event.LEFT);
            case Decision.Refuse refuse -> tally.add(Event.DEAD_LETTER);
        }
    }

    private static <T> T answer(Map<RowKey, T> answers, RowKey key) {
        T answer = answers.get(key);
        if (answer == null) {
            throw new IllegalStateException("no answer for a key that was asked for");
        }
        return answer;
    }
}
