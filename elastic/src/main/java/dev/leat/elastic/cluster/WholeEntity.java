package dev.leat.elastic.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.nio.AsyncEntityConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.jspecify.annotations.Nullable;

/**
 * Receives a whole body into one array: at once where the length is known, else in segments that are joined at the end.
 * (One array that grows costs three copies of each byte, which was two fifths of a scan's time on our side.)
 */
final class WholeEntity implements AsyncEntityConsumer<byte[]> {

    private static final int FIRST_SIZE = 8 * 1024;

    /** Below what G1 treats as humongous, with any heap. */
    private static final int LARGEST_SEGMENT = 256 * 1024;

    private static final int MOST_RESERVED = 64 * 1024 * 1024;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final long mostBytes;
    private final List<byte[]> full = new ArrayList<>();
    private byte[] segment = new byte[0];
    private int filled;
    private long length;
    private byte @Nullable [] content;
    private @Nullable FutureCallback<byte[]> callback;

    /** @param mostBytes a larger body is refused */
    WholeEntity(long mostBytes) {
        this.mostBytes = Math.min(mostBytes, LARGEST_ARRAY);
    }

    @Override
    public void streamStart(EntityDetails details, FutureCallback<byte[]> callback) throws IOException {
        this.callback = callback;
        long announced = details.getContentLength();
        requireAtMost(announced);
        segment = new byte[announced > 0 ? (int) Math.min(announced, MOST_RESERVED) : FIRST_SIZE];
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        channel.update(Integer.MAX_VALUE);
    }

    @Override
    public void consume(ByteBuffer source) throws IOException {
        length += source.remaining();
        requireAtMost(length);
        while (source.hasRemaining()) {
            if (filled == segment.length) {
                full.add(segment);
                segment = new byte[nextSize()];
                filled = 0;
            }
            int more = Math.min(source.remaining(), segment.length - filled);
            source.get(segment, filled, more);
            filled += more;
        }
    }

    /** As much again as there is already, so that a short answer of unknown length does not cost a long one's memory. */
    private int nextSize() {
        return (int) Math.min(LARGEST_SEGMENT, Math.max(FIRST_SIZE, length));
    }

    private void requireAtMost(long bytes) throws IOException {
        if (bytes > mostBytes) {
            throw new AnswerTooLargeException(mostBytes);
        }
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        if (callback != null) {
            callback.completed(getContent());
        }
    }

    @Override
    public void failed(Exception cause) {
        if (callback != null) {
            callback.failed(cause);
        }
    }

    @Override
    public byte[] getContent() {
        byte[] joined = content;
        if (joined == null) {
            joined = join();
            content = joined;
        }
        return joined;
    }

    private byte[] join() {
        if (full.isEmpty() && filled == segment.length) {
            return segment;
        }
        byte[] all = new byte[(int) length];
        int at = 0;
        for (byte[] one : full) {
            System.arraycopy(one, 0, all, at, one.length);
            at += one.length;
        }
        System.arraycopy(segment, 0, all, at, filled);
        full.clear();
        return all;
    }

    @Override
    public void releaseResources() {
        full.clear();
        segment = new byte[0];
    }
}
