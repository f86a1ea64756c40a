package dev.leat.app.scan;

import dev.leat.elastic.Json;
import dev.leat.elastic.scan.Hit;
import dev.leat.elastic.scan.ScannedPage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/** Writes the documents of pages as lines. Thread-safe: a page's lines stay together. */
final class LineWriter {

    private final CountingStream out;
    private final LineForm form;
    private final ReentrantLock lock = new ReentrantLock();

    LineWriter(OutputStream out, LineForm form) {
        this.out = new CountingStream(out);
        this.form = form;
    }

    /** Writes all documents of the page. */
    void write(ScannedPage page) throws IOException {
        lock.lock();
        try {
            switch (form) {
                case SOURCE -> page.writeSourceLines(out);
                case WITH_META -> writeWithMeta(page);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes were written so far. */
    long bytes() {
        lock.lock();
        try {
            return out.count;
        } finally {
            lock.unlock();
        }
    }

    private void writeWithMeta(ScannedPage page) throws IOException {
        BufferedOutputStream lines = new BufferedOutputStream(out, 1 << 16);
        for (Hit hit : page) {
            lines.write(start(hit).getBytes(StandardCharsets.UTF_8));
            hit.writeSourceLine(lines);
            lines.write('}');
            lines.write('\n');
        }
        lines.flush();
    }

    private static String start(Hit hit) {
        String routing = hit.routing();
        return "{\"_index\":" + quoted(hit.index()) + ",\"_id\":" + quoted(hit.id())
                + (routing == null ? "" : ",\"_routing\":" + quoted(routing)) + ",\"_source\":";
    }

    private static String quoted(String text) {
        boolean plain = text.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\');
        return plain ? '"' + text + '"' : Json.MAPPER.writeValueAsString(text);
    }

    private static final class CountingStream extends OutputStream {
        private final OutputStream to;
        private long count;

        CountingStream(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int value) throws IOException {
            to.write(value);
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            to.write(bytes, offset, length);
            count += length;
        }
    }
}
