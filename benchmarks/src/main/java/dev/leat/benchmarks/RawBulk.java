package dev.leat.benchmarks;

import dev.leat.benchmarks.PreparedBulk.Chunk;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The limit of bulk writing: prepared bodies go out as they are on so many connections, and of an answer only the word
 * about errors is looked at.
 *
 * @param maxBytes of one body
 * @param connections at once, a thread each
 */
record RawBulk(int maxBytes, int connections) {

    private static final byte[] FINE = "\"errors\":false".getBytes(StandardCharsets.US_ASCII);

    /** Writes everything and returns when the last answer is there. */
    void run(URI node, String index, PreparedBulk bulk) throws IOException, InterruptedException {
        List<Chunk> chunks = bulk.chunks(maxBytes);
        AtomicInteger next = new AtomicInteger();
        Workers.run(connections, worker -> {
            try (RawHttp http = new RawHttp(node)) {
                for (int i = next.getAndIncrement(); i < chunks.size(); i = next.getAndIncrement()) {
                    Chunk chunk = chunks.get(i);
                    http.send(
                            "POST",
                            "/" + index + "/_bulk",
                            "application/x-ndjson",
                            bulk.bytes(),
                            chunk.offset(),
                            chunk.length());
                    if (Bytes.indexOf(http.body(), 0, Math.min(http.length(), 200), FINE) < 0) {
                        throw new IOException("a document was refused: " + http.start());
                    }
                }
            }
        });
    }

    @Override
    public String toString() {
        return (maxBytes >> 20) + " MB × " + connections;
    }
}
