package dev.leat.elastic.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.nio.AsyncEntityConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.jspecify.annotations.Nullable;

/** Receives a whole body into one array, of the right size at once where the length is known. */
final class WholeEntity implements AsyncEntityConsumer<byte[]> {

    private static final int FIRST_SIZE = 8 * 1024;
    private static final int MOST_RESERVED = 64 * 1024 * 1024;

    private byte[] bytes = new byte[0];
    private int length;
    private @Nullable FutureCallback<byte[]> callback;

    @Override
    public void streamStart(EntityDetails details, FutureCallback<byte[]> callback) {
        this.callback = callback;
        long announced = details.getContentLength();
        bytes = new byte[announced > 0 ? (int) Math.min(announced, MOST_RESERVED) : FIRST_SIZE];
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        channel.update(Integer.MAX_VALUE);
    }

    @Override
    public void consume(ByteBuffer source) throws IOException {
        int more = source.remaining();
        if (more > bytes.length - length) {
            long needed = Math.max((long) length + more, Math.min(2L * bytes.length, Integer.MAX_VALUE - 8));
            if (needed > Integer.MAX_VALUE - 8) {
                throw new IOException("the answer is larger than 2 GiB");
            }
            bytes = Arrays.copyOf(bytes, (int) needed);
        }
        source.get(bytes, length, more);
        length += more;
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
        if (length != bytes.length) {
            bytes = Arrays.copyOf(bytes, length);
        }
        return bytes;
    }

    @Override
    public void releaseResources() {}
}
