package dev.leat.cassandra.sync;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares both sides whole, key by key and content by content, whatever the ledger says; writes nothing. Applications and
 * the sync itself may go on writing: a key that looks different is read again in real time before it counts, and those
 * that are listed once more after some seconds, so that what is on its way is no difference. Used once, by one thread.
 */
final class Audit {

    // Marks of a key.
    private static final long ROW = 2;
    private static final long JUDGED = 4;

    private static final int MORE_LOOKS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final SyncPorts ports;
    private final int batch;
    private final int limit;
    private final Progress progress;
    private final Map<Difference.Kind, Long> counts = new EnumMap<>(Difference.Kind.class);
    private final Map<RowKey, Look> listed = new LinkedHashMap<>();
    private Inventory table = Inventory.EMPTY;
    private Inventory index = Inventory.EMPTY;

    private record Look(
            RowKey key,
            RowState row,
            DocState doc,
            @Nullable Difference difference) {

        Look(RowKey key, RowState row, DocState doc) {
            this(key, row, doc, Difference.of(key, row, doc));
        }

        /** What the row looks like; null when there is none. */
        @Nullable
        Fingerprint rowImage() {
            return switch (row) {
                case RowState.Present present -> present.fingerprint();
                case RowState.Unreadable unreadable -> Fingerprint.UNREADABLE;
                case RowState.Absent absent -> null;
            };
        }

        /** What the document looks like; null when there is none. */
        @Nullable
        Fingerprint docImage() {
            return switch (doc) {
                case DocState.Present present -> present.fingerprint();
                case DocState.Known known -> known.image();
                case DocState.Unreadable unreadable -> Fingerprint.UNREADABLE;
                case DocState.Absent absent -> null;
            };
        }
    }

    /**
     * @param batch how many keys are read again at once
     * @param limit how many differences are listed
     */
    Audit(SyncPorts ports, int batch, int limit, Progress progress) {
        this.ports = ports;
        this.batch = batch;
        this.limit = limit;
        this.progress = progress;
    }

    /** Runs to the end, blocking. */
    Verification run(KeyTable keys) {
        progress.note("reading the table");
        ports.table().scan(null, (rows, position) -> note(keys, rows));
        progress.note("comparing the index");
        ports.index().changes(IndexSide.BEGINNING, (documents, position) -> compare(keys, documents));
        if (keys.count(ROW, JUDGED) > 0) {
            progress.note("looking for rows without a document");
            ports.table().scan(null, (rows, position) -> judgeMissing(keys, rows));
        }
        lookAgain();
        return new Verification(
                table,
                index,
                counts,
                listed.values().stream()
                        .map(look -> Objects.requireNonNull(look.difference()))
                        .toList());
    }

    private void note(KeyTable keys, List<Sighting> rows) {
        rows.forEach(row -> keys.put(row.key(), row.image(), ROW));
        progress.advance(rows.size());
    }

    private void compare(KeyTable keys, List<Sighting> documents) {
        List<RowKey> suspicious = new ArrayList<>();
        for (Sighting document : documents) {
            long slot = keys.find(document.key());
            Fingerprint image = document.image();
            if (slot != KeyTable.NONE && keys.has(slot, JUDGED)) {
                continue;
            }
            boolean equal = slot != KeyTable.NONE && keys.image(slot).equals(image);
            if (equal && !image.equals(Fingerprint.UNREADABLE)) {
                keys.mark(slot, JUDGED);
                table = table.with(document.key(), image);
                index = index.with(document.key(), image);
            } else {
                suspicious.add(document.key());
            }
        }
        judge(keys, suspicious);
        progress.advance(documents.size());
    }

    private void judgeMissing(KeyTable keys, List<Sighting> rows) {
        List<RowKey> suspicious = new ArrayList<>();
        for (Sighting row : rows) {
            long slot = keys.find(row.key());
            if (slot != KeyTable.NONE && !keys.has(slot, JUDGED)) {
                suspicious.add(row.key());
            }
        }
        judge(keys, suspicious);
    }

    private void judge(KeyTable keys, List<RowKey> suspicious) {
        // A page may have a key twice, when it is written to while it is read.
        List<RowKey> distinct = suspicious.stream().distinct().toList();
        for (Look look : look(distinct)) {
            keys.put(look.key(), Fingerprint.ABSENT, JUDGED);
            add(look);
            if (look.difference() != null && listed.size() < limit) {
                listed.put(look.key(), look);
            }
        }
    }

    private void lookAgain() {
        for (int i = 0; i < MORE_LOOKS && !listed.isEmpty(); i++) {
            progress.note("looking again at what differs");
            pause();
            for (Look later : look(List.copyOf(listed.keySet()))) {
                remove(Objects.requireNonNull(listed.get(later.key())));
                add(later);
                listed.put(later.key(), later);
            }
            listed.values().removeIf(look -> look.difference() == null);
        }
    }

    private List<Look> look(List<RowKey> keys) {
        List<Look> looks = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += batch) {
            Collection<RowKey> some = keys.subList(from, Math.min(from + batch, keys.size()));
            Map<RowKey, RowState> rows = ports.table().read(some);
            Map<RowKey, DocState> documents = ports.index().read(some);
            some.forEach(key -> looks.add(
                    new Look(key, Objects.requireNonNull(rows.get(key)), Objects.requireNonNull(documents.get(key)))));
        }
        return looks;
    }

    private void add(Look look) {
        Fingerprint row = look.rowImage();
        Fingerprint document = look.docImage();
        table = row == null ? table : table.with(look.key(), row);
        index = document == null ? index : index.with(look.key(), document);
        if (look.difference() != null) {
            counts.merge(look.difference().kind(), 1L, Long::sum);
        }
    }

    private void remove(Look look) {
        Fingerprint row = look.rowImage();
        Fingerprint document = look.docImage();
        table = row == null ? table : table.without(look.key(), row);
        index = document == null ? index : index.without(look.key(), document);
        if (look.difference() != null) {
            counts.merge(look.difference().kind(), -1L, Long::sum);
        }
    }

    private void pause() {
        try {
            ports.waiter().sleep(PATIENCE);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("the verification", e);
        }
    }
}
