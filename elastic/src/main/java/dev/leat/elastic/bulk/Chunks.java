package dev.leat.elastic.bulk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The body of a bulk request in pieces: small things are gathered so that the network sees few writes, big sources are
 * taken as they are. Not thread-safe.
 */
final class Chunks {

    /** Large enough that a write to the network costs nothing against what it carries. */
    private static final int SIZE = 64 * 1024;

    /** From here on a copy costs more than another write. */
    private static final int BY_REFERENCE = 16 * 1024;

    private static final byte[] NEWLINE = {'\n'};

    private final List<byte[]> chunks = new ArrayList<>();
    private byte[] buffer = new byte[SIZE];
    private int size;

    /** The body for these entries. */
    static List<byte[]> encode(List<Entry> entries) {
        Chunks chunks = new Chunks();
        for (Entry entry : entries) {
            ActionLine.write(entry.operation, entry.guarding, chunks);
            byte[] source = entry.source;
            if (source != null) {
                chunks.append(source);
                chunks.append(NEWLINE);
            }
        }
        return chunks.finish();
    }

    void append(byte b) {
        room(1);
        buffer[size++] = b;
    }

    void append(byte[] bytes) {
        if (bytes.length >= BY_REFERENCE) {
            cut();
            chunks.add(bytes);
            return;
        }
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    void append(long number) {
        append(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    void appendJsonText(String text) {
        int most = Math.multiplyExact(text.length(), JsonText.MAX_BYTES_PER_CHAR);
        room(most);
        size = JsonText.write(text, buffer, size);
    }

    List<byte[]> finish() {
        cut();
        return chunks;
    }

    private void room(int bytes) {
        if (bytes > buffer.length - size) {
            cut();
            if (bytes > buffer.length) {
                buffer = new byte[bytes];
            }
        }
    }

    private void cut() {
        if (size > 0) {
            chunks.add(Arrays.copyOf(buffer, size));
            size = 0;
        }
    }
}
