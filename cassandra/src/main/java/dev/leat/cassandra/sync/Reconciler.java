package dev.leat.cassandra.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings keys in step: reads the ledger and both sides, decides, and writes. What makes it safe to stop anywhere is the
 * order: the ledger is read before the data that is judged by it, it knows of every write before that is sent, and of an
 * agreement only after both sides have it. Thread-safe for different keys; no key may be given twice at once.
 *
 * <p>Reads are left out where nothing depends on them. A row is taken as a scan found it, and a document as the feed did, if
 * the ledger entry was known before, or there is none: nothing that was written since can make it look like news. A
 * document that the ledger knows the version of is written over unread: compare-and-set refuses that if anybody has
 * written to it since, and then it is read.
 */
final class Reconciler {

    private final SyncPorts ports;
    private final Arbiter arbiter;
    private final Tally tally;
    private final @Nullable RecentLedger recent;

    /** @param recent the ledger of the ports; null to read everything */
    Reconciler(SyncPorts ports, @Nullable RecentLedger recent, Rules rules, Tally tally) {
        this.ports = ports;
        this.recent = recent;
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
    Set<RowKey> reconcile(Collection<RowKey> keys, Map<RowKey, Sighting> seen) {
        Round round = read(keys, seen);
        round.announce();
        round.writeDocuments();
        round.writeRows();
        round.settle();
        tally.add(Event.AGAIN, round.again().size());
        return round.again();
    }

    /** Counts what would be done for each key, and does nothing. */
    Set<RowKey> preview(Collection<RowKey> keys, Map<RowKey, Sighting> seen) {
        read(keys, seen).decisions().values().forEach(this::count);
        return Set.of();
    }

    private Round read(Collection<RowKey> keys, Map<RowKey, Sighting> seen) {
        long now = ports.now();
        Round round = new Round(ports, tally, now);
        Map<RowKey, LedgerEntry> known = recent == null ? Map.of() : recent.recall(keys);
        Map<RowKey, LedgerEntry> entries = entries(keys, known);
        List<LedgerEntry> news = keys.stream()
                .map(key -> answer(entries, key))
                .filter(entry -> isNews(entry, seen.get(entry.key())))
                .toList();
        Map<RowKey, Sighting> found = found(news, seen, known.keySet());
        Map<RowKey, RowState> rows = gather(news, found, Sighting::row, ports.table()::read);
        List<LedgerEntry> left = new ArrayList<>();
        for (LedgerEntry entry : news) {
            Sighting sighting = found.get(entry.key());
            boolean isFound = sighting != null && sighting.document() != null;
            if (isFound || !decideUnread(round, entry, answer(rows, entry.key()), now)) {
                left.add(entry);
            }
        }
        Map<RowKey, DocState> docs = gather(left, found, Sighting::document, ports.index()::read);
        for (LedgerEntry entry : left) {
            Case c = new Case(entry, answer(rows, entry.key()), answer(docs, entry.key()), now);
            round.add(c, arbiter.decide(c));
        }
        return round;
    }

    private static boolean isNews(LedgerEntry entry, @Nullable Sighting seen) {
        return seen == null || entry.isOpen() || !entry.agreed().equals(seen.image());
    }

    /** What is remembered of the ledger, and the rest as it is now. */
    private Map<RowKey, LedgerEntry> entries(Collection<RowKey> keys, Map<RowKey, LedgerEntry> known) {
        List<RowKey> left = keys.stream().filter(key -> !known.containsKey(key)).toList();
        Map<RowKey, LedgerEntry> entries = new LinkedHashMap<>(known);
        if (!left.isEmpty()) {
            entries.putAll(ports.ledger().read(left));
        }
        return entries;
    }

    /**
     * What was come by and may be judged as it was then.
     *
     * @param known keys whose entries were known before; those without an entry had none then, either
     */
    private Map<RowKey, Sighting> found(List<LedgerEntry> news, Map<RowKey, Sighting> seen, Set<RowKey> known) {
        Map<RowKey, Sighting> found = new LinkedHashMap<>();
        for (LedgerEntry entry : news) {
            Sighting sighting = seen.get(entry.key());
            if (recent != null && sighting != null && (known.contains(entry.key()) || entry.version() == null)) {
                found.put(entry.key(), sighting);
            }
        }
        return found;
    }

    /** A part of what was come by, and of the rest what is read now. */
    private static <T> Map<RowKey, T> gather(
            List<LedgerEntry> entries,
            Map<RowKey, Sighting> found,
            Function<Sighting, @Nullable T> part,
            Function<Collection<RowKey>, Map<RowKey, T>> read) {
        Map<RowKey, T> gathered = new LinkedHashMap<>();
        List<RowKey> left = new ArrayList<>();
        for (RowKey key : keys(entries)) {
            Sighting sighting = found.get(key);
            T known = sighting == null ? null : part.apply(sighting);
            if (known == null) {
                left.add(key);
            } else {
                gathered.put(key, known);
            }
        }
        if (!left.isEmpty()) {
            gathered.putAll(read.apply(left));
        }
        return gathered;
    }

    /** Decides without a look at the document, if it is written over as it is known to be; whether it was. */
    private boolean decideUnread(Round round, LedgerEntry entry, RowState row, long now) {
        DocState known = recent == null ? null : entry.knownDocument();
        if (known == null) {
            return false;
        }
        Case c = new Case(entry, row, known, now);
        if (arbiter.decide(c) instanceof Decision.ToIndex toIndex) {
            round.add(c, toIndex);
            return true;
        }
        return false;
    }

    private static List<RowKey> keys(List<LedgerEntry> entries) {
        return entries.stream().map(LedgerEntry::key).toList();
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
