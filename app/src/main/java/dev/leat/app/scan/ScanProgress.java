package dev.leat.app.scan;

import dev.leat.app.terminal.Quantity;
import dev.leat.elastic.Progress;
import dev.leat.elastic.scan.ScannedPage;
import java.util.concurrent.atomic.AtomicLong;

/** Tells how far a scan is: its documents as units, and the bytes that were read as a note. Thread-safe. */
final class ScanProgress {

    private final Progress progress;
    private final AtomicLong bytes = new AtomicLong();

    ScanProgress(Progress progress) {
        this.progress = progress;
    }

    /** A page is done. */
    void advance(ScannedPage page) {
        progress.advance(page.size());
        progress.note(Quantity.bytes(bytes.addAndGet(page.bytes())));
    }
}
