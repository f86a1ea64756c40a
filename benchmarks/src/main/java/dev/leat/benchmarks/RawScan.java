package dev.leat.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The limit of reading an index: a point in time for each shard, pages in the order of {@code _doc}, and of a page only
 * its last sort values are looked for; or, with a file, its sources cut out and appended.
 *
 * @param slices of each shard
 * @param threads that read slices, one connection each
 */
record RawScan(int slices, int threads) {

    private static final int PAGE = 10_000;
    private static final byte[] SORT = "\"sort\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SOURCE = "\"_source\":".getBytes(StandardCharsets.US_ASCII);

    /** Where sources go, one page at a time. */
    private record Sink(OutputStream out, ReentrantLock lock) {}

    /**
     * Reads everything.
     *
     * @param file gets the sources, a line each; null to throw the bytes away
     * @return how many bytes the answers had in all
     */
    long run(URI node, String index, int shards, @Nullable Path file) throws IOException, InterruptedException {
        List<String> pits = new ArrayList<>();
        try (RawHttp http = new RawHttp(node)) {
            for (int shard = 0; shard < shards; shard++) {
                pits.add(openPit(http, index, shard));
            }
            long bytes;
            if (file == null) {
                bytes = readAll(node, pits, null);
            } else {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
                    bytes = readAll(node, pits, new Sink(out, new ReentrantLock()));
                }
            }
            for (String pit : pits) {
                http.sendJson("DELETE", "/_pit", "{\"id\":\"" + pit + "\"}");
            }
            return bytes;
        }
    }

    private static String openPit(RawHttp http, String index, int shard) throws IOException {
        http.sendJson("POST", "/" + index + "/_pit?keep_alive=5m&preference=_shards:" + shard, "{}");
        String answer = http.text();
        int start = answer.indexOf("\"id\":\"") + 6;
        return answer.substring(start, answer.indexOf('"', start));
    }

    private long readAll(URI node, List<String> pits, @Nullable Sink sink) throws IOException, InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicLong bytes = new AtomicLong();
        int parts = pits.size() * slices;
        Workers.run(threads, worker -> {
            try (RawHttp http = new RawHttp(node)) {
                for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                    bytes.addAndGet(readSlice(http, pits.get(part % pits.size()), part / pits.size(), sink));
                }
            }
        });
        return bytes.get();
    }

    private long readSlice(RawHttp http, String pit, int slice, @Nullable Sink sink) throws IOException {
        String request =
                "{\"size\":" + PAGE + ",\"track_total_hits\":false,\"sort\":[\"_doc\"],\"pit\":{\"id\":\"" + pit
                        + "\",\"keep_alive\":\"5m\"}"
                        + (slices == 1 ? "" : ",\"slice\":{\"id\":" + slice + ",\"max\":" + slices + "}");
        long bytes = 0;
        String after = "";
        while (true) {
            http.sendJson("POST", "/_search?allow_partial_search_results=false", request + after + "}");
            byte[] body = http.body();
            bytes += http.length();
            int last = Bytes.lastIndexOf(body, http.length(), SORT);
            if (last < 0) {
                return bytes;
            }
            int end = last + SORT.length;
            while (body[end] != ']') {
                end++;
            }
            String sort = new String(body, last + SORT.length, end - last - SORT.length, StandardCharsets.US_ASCII);
            after = ",\"search_after\":[" + sort + "]";
            if (sink != null) {
                write(http, sink);
            }
        }
    }

    private static void write(RawHttp http, Sink sink) throws IOException {
        byte[] body = http.body();
        int length = http.length();
        int filled = 0;
        int at = Bytes.indexOf(body, 0, length, SOURCE);
        // The sources are moved together at the start of the page itself, so that the file gets one write.
        while (at >= 0) {
            int start = at + SOURCE.length;
            int end = Bytes.endOfObject(body, start);
            System.arraycopy(body, start, body, filled, end - start);
            filled += end - start;
            body[filled++] = '\n';
            at = Bytes.indexOf(body, end, length, SOURCE);
        }
        sink.lock().lock();
        try {
            sink.out().write(body, 0, filled);
        } finally {
            sink.lock().unlock();
        }
    }

    @Override
    public String toString() {
        return slices + " slices a shard × " + threads + " threads";
    }
}
