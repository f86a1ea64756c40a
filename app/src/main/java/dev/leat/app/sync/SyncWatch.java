package dev.leat.app.sync;

import dev.leat.cassandra.service.PairStatus;
import dev.leat.cassandra.service.SyncService;
import dev.leat.cassandra.service.SyncStatus;
import dev.leat.elastic.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Shows how far a sync is, until it is closed. */
public final class SyncWatch implements AutoCloseable {

    private static final Duration STEP = Duration.ofMillis(500);

    private final SyncService service;
    private final Progress progress;
    private final Thread thread;
    private long shown;

    private SyncWatch(SyncService service, Progress progress) {
        this.service = service;
        this.progress = progress;
        this.thread = Thread.ofVirtual().name("sync-watch").unstarted(this::watch);
    }

    /** Begins to show. */
    public static SyncWatch start(SyncService service, Progress progress) {
        SyncWatch watch = new SyncWatch(service, progress);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            while (true) {
                show(service.status());
                Thread.sleep(STEP);
            }
        } catch (InterruptedException closed) {
            show(service.status());
        }
    }

    private void show(SyncStatus status) {
        List<PairStatus> pairs = status.pairs();
        long keys = pairs.stream().mapToLong(PairStatus::keys).sum();
        progress.advance(keys - shown);
        shown = keys;
        pairs.stream()
                .map(PairStatus::lag)
                .filter(lag -> lag != null)
                .max(Duration::compareTo)
                .ifPresent(lag -> progress.note(String.format(Locale.ROOT, "lag %.1f s", lag.toNanos() / 1e9)));
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
