package dev.leat.cassandra.sync;

import dev.leat.elastic.Waiter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a pair on models of both stores, with a clock of their own. */
abstract class OnModels {

    static final long SECOND = 1_000_000;

    @TempDir
    Path scratch;

    long now = 1_700_000_000L * SECOND;
    final TableModel table = new TableModel(() -> now);
    final IndexModel index = new IndexModel();
    final LedgerModel ledger = new LedgerModel();
    final List<String> deadLetters = new ArrayList<>();

    final void insert(String key, String a) {
        table.insert(RowKey.of(key), new TreeMap<>(Map.of("a", a)), ++now, RowModel.FOREVER);
    }

    final void put(String key, String a) {
        index.put(RowKey.of(key), Content.of(Map.of("a", a)), "");
    }

    final String row(String key) {
        return table.read(RowKey.of(key)) instanceof RowState.Present row ? Schedule.show(row.content()) : "absent";
    }

    final String document(String key) {
        return index.read(RowKey.of(key)) instanceof DocState.Present doc ? Schedule.show(doc.content()) : "absent";
    }

    final PairSettings settings() {
        return PairSettings.standard(scratch).withParallelism(1, 100);
    }

    final SyncPair pair(PairSettings settings) {
        return pair("first", settings);
    }

    final SyncPair pair(String owner, PairSettings settings) {
        return new SyncPair(owner, ports(table, null, index), settings);
    }

    final SyncPorts ports(TableSide table, @Nullable TableWatch watch, IndexSide index) {
        return new SyncPorts(
                table,
                watch,
                index,
                ledger,
                ledger,
                (key, where, reason) -> deadLetters.add(key.id() + " " + where + " " + reason),
                () -> Instant.EPOCH.plus(now, ChronoUnit.MICROS),
                Waiter.system());
    }
}
