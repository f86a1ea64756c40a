package dev.leat.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A Maven repository on loopback that holds one archive under every address and behaves as it is told to. */
final class FakeRepository implements AutoCloseable {
    /** How it hands out the archive. */
    enum Behaviour {
        KNOWS_RANGES,
        IGNORES_RANGES,
        /** Half of what was asked for, then the connection is closed; every second answer is whole. */
        BREAKS_OFF,
        /** Half of what was asked for, then nothing until the test ends. */
        STALLS,
        /** Nothing until it is told to behave otherwise. */
        HOLDS_BACK,
        DAMAGES_BYTES,
        HAS_NOTHING,
        FAILS_FIRST
    }

    private final byte[] archive;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile Behaviour behaviour = Behaviour.KNOWS_RANGES;

    FakeRepository(Path archive) throws IOException {
        this.archive = Files.readAllBytes(archive);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    void behave(Behaviour changed) {
        behaviour = changed;
        if (changed != Behaviour.HOLDS_BACK) {
            goOn.countDown();
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/maven/");
    }

    /** The bytes of the archive that were handed out. */
    long sent() {
        return sent.get();
    }

    int requests() {
        return requests.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        int number = requests.incrementAndGet();
        Behaviour now = behaviour;
        try (exchange) {
            if (now == Behaviour.HOLDS_BACK) {
                goOn.await();
            }
            if (now == Behaviour.HAS_NOTHING || (now == Behaviour.FAILS_FIRST && number == 1)) {
                exchange.sendResponseHeaders(now == Behaviour.HAS_NOTHING ? 404 : 503, -1);
                return;
            }
            String range = exchange.getRequestHeaders().getFirst("Range");
            int from = 0;
            int to = archive.length;
            if (range != null && now != Behaviour.IGNORES_RANGES) {
                String[] bounds = range.replace("bytes=", "").split("-", 2);
                from = Integer.parseInt(bounds[0]);
                to = Math.min(archive.length, Integer.parseInt(bounds[1]) + 1);
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + archive.length);
            }
            exchange.sendResponseHeaders(now == Behaviour.IGNORES_RANGES ? 200 : 206, to - from);
            boolean half = now == Behaviour.STALLS || (now == Behaviour.BREAKS_OFF && number % 2 == 1);
            write(exchange.getResponseBody(), from, half ? from + (to - from) / 2 : to, now);
            if (now == Behaviour.STALLS) {
                exchange.getResponseBody().flush();
                end.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(OutputStream body, int from, int to, Behaviour now) throws IOException {
        byte[] bytes = java.util.Arrays.copyOfRange(archive, from, to);
        if (now == Behaviour.DAMAGES_BYTES) {
            bytes[bytes.length / 2] ^= 1;
        }
        body.write(bytes);
        sent.addAndGet(bytes.length);
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
