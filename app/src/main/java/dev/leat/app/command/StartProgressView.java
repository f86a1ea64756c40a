package dev.leat.app.command;

import dev.leat.app.terminal.ProgressBars;
import dev.leat.app.terminal.ProgressBars.ClosableProgress;
import dev.leat.app.terminal.Quantity;
import dev.leat.app.terminal.Terminal;
import dev.leat.local.ProgressListener;
import dev.leat.local.StartProgress;
import org.jspecify.annotations.Nullable;

/** Shows how the start of a local node goes on: a bar on a terminal, else one line for each step. */
final class StartProgressView implements ProgressListener, AutoCloseable {

    private final Terminal terminal;
    private @Nullable ClosableProgress bar;
    private long shown;
    private String step = "";

    StartProgressView(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void onProgress(StartProgress progress) {
        switch (progress) {
            case StartProgress.Downloading downloading -> download(downloading);
            case StartProgress.Starting starting -> begin("Starting " + starting.product() + " …");
            case StartProgress.Waiting waiting -> begin("Waiting: " + waiting.whatFor());
        }
    }

    private void download(StartProgress.Downloading downloading) {
        begin("Downloading " + downloading.product() + " (" + Quantity.bytes(downloading.totalBytes()) + ", once) …");
        ClosableProgress drawn = bar;
        if (drawn == null) {
            drawn = ProgressBars.open(terminal, "download", "MB", 1_000_000);
            bar = drawn;
        }
        drawn.total(downloading.totalBytes());
        drawn.advance(downloading.doneBytes() - shown);
        shown = downloading.doneBytes();
    }

    private void begin(String next) {
        if (!next.equals(step)) {
            close();
            step = next;
            terminal.note(next);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
            shown = 0;
        }
    }
}
