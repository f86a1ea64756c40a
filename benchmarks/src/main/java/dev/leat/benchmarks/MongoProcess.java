package dev.leat.benchmarks;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The process of a server that speaks MongoDB's protocol: prints its address, and ends when its input does. */
final class MongoProcess {

    private MongoProcess() {}

    public static void main(String[] arguments) throws IOException {
        MongoServer server = new MongoServer(new MemoryBackend());
        new PrintStream(System.out, true, StandardCharsets.UTF_8).println(server.bindAndGetConnectionString());
        System.in.readAllBytes();
        server.shutdownNow();
    }
}
