package dev.leat.benchmarks;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/** A server that speaks MongoDB's protocol, in a process of its own, with a collection of orders. */
final class MongoOrigin implements ConnectorBenchmark.Origin {

    private static final int BATCH = 1_000;

    private final Process process;
    private final String url;

    MongoOrigin() {
        try {
            this.process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx1g",
                            "-Dslf4j.internal.verbosity=ERROR",
                            "-cp",
                            System.getProperty("java.class.path"),
                            MongoProcess.class.getName())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            // Libraries may have something to say before.
            this.url = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> line.startsWith("mongodb://"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("the MongoDB server did not start"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String serviceType() {
        return "mongodb";
    }

    @Override
    public void fill(Documents documents) throws IOException {
        try (MongoClient client = MongoClients.create(url)) {
            MongoCollection<BsonDocument> orders =
                    client.getDatabase("shop").getCollection("orders", BsonDocument.class);
            List<BsonDocument> batch = new ArrayList<>();
            for (int i = 0; i < documents.count(); i++) {
                BsonDocument order = BsonDocument.parse(new String(documents.document(i), StandardCharsets.UTF_8));
                order.put("_id", new BsonInt32(i));
                batch.add(order);
                if (batch.size() == BATCH || i == documents.count() - 1) {
                    orders.insertMany(batch);
                    batch.clear();
                }
            }
        }
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("host", url, "database", "shop", "collection", "orders");
    }

    @Override
    public void close() {
        process.destroy();
    }
}
