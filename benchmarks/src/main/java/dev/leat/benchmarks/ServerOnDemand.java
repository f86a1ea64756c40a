package dev.leat.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Starts the server when a benchmark asks for it first, and ends it at the end. For one thread. */
final class ServerOnDemand implements Supplier<Server>, AutoCloseable {

    private final BenchmarkOptions options;
    private final PrintStream log;
    private @Nullable Server server;

    ServerOnDemand(BenchmarkOptions options, PrintStream log) {
        this.options = options;
        this.log = log;
    }

    @Override
    public Server get() {
        Server running = server;
        if (running == null) {
            log.println("Elasticsearch starts");
            running = Server.start(options, options.work().resolve("node"));
            server = running;
            if (options.placement() == BenchmarkOptions.Placement.APART) {
                separate(running.pid());
            }
        }
        return running;
    }

    private static void separate(long serverPid) {
        try {
            Processors.separate(serverPid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
