package dev.leat.benchmarks;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/** A server that speaks MongoDB's protocol, in this process, with a collection of orders. */
final class MongoOrigin implements ConnectorBenchmark.Origin {

    private static final int BATCH = 1_000;

    private final MongoServer server = new MongoServer(new MemoryBackend());
    private final String url = server.bindAndGetConnectionString();

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
        server.shutdownNow();
    }
}
