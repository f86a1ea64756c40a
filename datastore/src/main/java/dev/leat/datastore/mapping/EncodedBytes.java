package dev.leat.datastore.mapping;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * The bytes of a document as its generator hands them over: in one go unless the document is larger than the generator's
 * buffer (8,000 bytes), so that they are copied once, and not again into an array of the right size. Not thread-safe.
 */
final class EncodedBytes extends OutputStream {

    private static final byte[] NONE = new byte[0];

    private byte[] bytes = NONE;
    private int length;

    @Override
    public void write(byte[] from, int offset, int count) {
        if (length == 0) {
            bytes = Arrays.copyOfRange(from, offset, offset + count);
        } else {
            if (bytes.length - length < count) {
                bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, count), grown()));
            }
            System.arraycopy(from, offset, bytes, length, count);
        }
        length += count;
    }

    private int grown() {
        return (int) Math.min(Integer.MAX_VALUE - 8, 2L * length);
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    /** All of them; this object is not to be used any more. */
    byte[] toArray() {
        return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
    }
}
