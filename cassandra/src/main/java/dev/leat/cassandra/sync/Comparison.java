package dev.leat.cassandra.sync;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Compares both sides and the ledger whole: finds what no change tells of, above all deletes and rows that expired. Keys
 * that look suspicious go to the lanes, which look again before they do anything. Used once, by one thread.
 */
final class Comparison {

    // Marks of a key.
    private static final long AGREED = 2;
    private static final long ROW = 4;
    private static final long DOCUMENT = 8;
    private static final long DONE = 16;
    private static final long OPEN = 32;
    /** With so few keys a ratio means nothing. */
    private static final long ALWAYS_ALLOWED = 10;

    private final SyncPorts ports;
    private final Lanes lanes;
    private final double maxDeletes;
    private final Tally tally;
    private final Consumer<List<LedgerEntry>> passing;
    private final Runnable between;

    /**
     * @param passing gets every page of the ledger as it was at the beginning
     * @param between called after every page
     */
    Comparison(
            SyncPorts ports,
            Lanes lanes,
            double maxDeletes,
            Tally tally,
            Consumer<List<LedgerEntry>> passing,
            Runnable between) {
        this.ports = ports;
        this.lanes = lanes;
        this.maxDeletes = maxDeletes;
        this.tally = tally;
        this.passing = passing;
        this.between = between;
    }

    /** Runs to the end, blocking. */
    void run(Path scratch) {
        try (KeyTable keys = new KeyTable(scratch)) {
            ports.ledger().scan(entries -> {
                entries.forEach(entry -> note(keys, entry));
                passing.accept(entries);
                between.run();
            });
            ports.table().scan(null, (rows, position) -> compareRows(keys, rows));
            ports.index().scanKeys(documents -> compareDocuments(keys, documents));
            boolean rowsMissing = isTooMany(keys, ROW);
            boolean documentsMissing = isTooMany(keys, DOCUMENT);
            ports.ledger().scan(entries -> compareEntries(keys, entries, rowsMissing, documentsMissing));
        }
    }

    private static void note(KeyTable keys, LedgerEntry entry) {
        long marks = (entry.agreed().isAbsent() ? 0 : AGREED) | (entry.isOpen() ? OPEN : 0);
        keys.put(entry.key(), entry.agreed(), marks);
    }

    private void compareRows(KeyTable keys, List<Sighting> rows) {
        List<RowKey> suspicious = new ArrayList<>();
        for (Sighting row : rows) {
            long slot = keys.find(row.key());
            if (slot == KeyTable.NONE || !keys.image(slot).equals(row.image())) {
                suspicious.add(row.key());
            } else {
                keys.mark(slot, ROW);
            }
        }
        work(keys, suspicious);
    }

    private void compareDocuments(KeyTable keys, List<RowKey> documents) {
        List<RowKey> suspicious = new ArrayList<>();
        for (RowKey document : documents) {
            long slot = keys.find(document);
            if (slot == KeyTable.NONE || !(keys.has(slot, AGREED) || keys.has(slot, DONE))) {
                suspicious.add(document);
            } else {
                keys.mark(slot, DOCUMENT);
            }
        }
        work(keys, suspicious);
    }

    private void compareEntries(
            KeyTable keys, List<LedgerEntry> entries, boolean rowsMissing, boolean documentsMissing) {
        List<RowKey> suspicious = new ArrayList<>();
        for (LedgerEntry entry : entries) {
            long slot = keys.find(entry.key());
            if (slot == KeyTable.NONE || keys.has(slot, DONE)) {
                continue;
            }
            boolean missesRow = keys.has(slot, AGREED) && !keys.has(slot, ROW);
            boolean missesDocument = keys.has(slot, AGREED) && !keys.has(slot, DOCUMENT);
            if ((missesRow && rowsMissing) || (missesDocument && documentsMissing)) {
                tally.add(Event.HELD_BACK);
            } else if (missesRow || missesDocument || keys.has(slot, OPEN)) {
                suspicious.add(entry.key());
            }
        }
        work(keys, suspicious);
    }

    private void work(KeyTable keys, List<RowKey> suspicious) {
        lanes.work(suspicious);
        suspicious.forEach(key -> keys.put(key, Fingerprint.ABSENT, DONE));
        between.run();
    }

    private boolean isTooMany(KeyTable keys, long mark) {
        long missing = keys.count(AGREED, mark | DONE);
        return missing > ALWAYS_ALLOWED && missing > maxDeletes * keys.count(AGREED, 0);
    }
}
