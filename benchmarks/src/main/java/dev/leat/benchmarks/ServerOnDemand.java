package dev.leat.benchmarks;

import java.io.PrintStream;
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
        }
        return running;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
