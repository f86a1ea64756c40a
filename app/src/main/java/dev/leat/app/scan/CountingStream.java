package dev.leat.app.scan;

import java.io.IOException;
import java.io.OutputStream;

/** Counts the bytes that go through. Not thread-safe. */
public final class CountingStream extends OutputStream {

    private final OutputStream to;
    private long count;

    public CountingStream(OutputStream to) {
        this.to = to;
    }

    /** How many bytes have gone through. */
    public long count() {
        return count;
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

    @Override
    public void flush() throws IOException {
        to.flush();
    }
}
