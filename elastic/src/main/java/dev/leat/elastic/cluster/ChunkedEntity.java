package dev.leat.elastic.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Set;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.jspecify.annotations.Nullable;

/** Sends the chunks of a body as they are, without gathering them in one array first. */
final class ChunkedEntity implements AsyncEntityProducer {

    private final Body body;
    private final Iterator<byte[]> chunks;
    private @Nullable ByteBuffer current;

    ChunkedEntity(Body body) {
        this.body = body;
        this.chunks = body.chunks().iterator();
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, body.length());
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
        while (true) {
            ByteBuffer buffer = current;
            if (buffer == null || !buffer.hasRemaining()) {
                if (!chunks.hasNext()) {
                    channel.endStream();
                    return;
                }
                buffer = ByteBuffer.wrap(chunks.next());
                current = buffer;
            }
            channel.write(buffer);
            if (buffer.hasRemaining()) {
                return;
            }
        }
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public void failed(Exception cause) {}

    @Override
    public long getContentLength() {
        return body.length();
    }

    @Override
    public String getContentType() {
        return body.contentType().mediaType();
    }

    @Override
    public @Nullable String getContentEncoding() {
        return null;
    }

    @Override
    public boolean isChunked() {
        return false;
    }

    @Override
    public Set<String> getTrailerNames() {
        return Set.of();
    }

    @Override
    public void releaseResources() {
        current = null;
    }
}
