package dev.leat.app.scan;

import dev.leat.app.file.Compression;
import dev.leat.elastic.scan.ScannedPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes pages into one stream. Thread-safe: a page's lines stay together. Each page is compressed by the thread that
 * brings it, as a piece of its own, so that compression is as parallel as the reading; such a piece is in memory until it
 * is written, and smaller than its page.
 */
final class LineSink implements PageSink {

    private final PageFormat format;
    private final Compression compression;
    private final CountingStream out;
    private final ReentrantLock lock = new ReentrantLock();

    LineSink(PageFormat format, Compression compression, OutputStream out) {
        this.format = format;
        this.compression = compression;
        this.out = new CountingStream(out);
    }

    /** Writes what stands before all documents. */
    void writeHeader() throws IOException {
        try (OutputStream piece = compression.compress(new KeptOpen(out))) {
            format.writeHeader(piece);
        }
    }

    @Override
    public void write(ScannedPage page) throws IOException {
        if (compression == Compression.NONE) {
            lock.lock();
            try {
                format.write(page, out);
            } finally {
                lock.unlock();
            }
            return;
        }
        ByteArrayOutputStream piece = new ByteArrayOutputStream((int) Math.min(page.bytes() / 4, 1 << 20) + 1024);
        try (OutputStream compressed = compression.compress(piece)) {
            format.write(page, compressed);
        }
        lock.lock();
        try {
            piece.writeTo(out);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void complete() {
        // Every page was written when it came.
    }

    @Override
    public long bytes() {
        lock.lock();
        try {
            return out.count();
        } finally {
            lock.unlock();
        }
    }

    private static final class KeptOpen extends java.io.FilterOutputStream {
        KeptOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
