package dev.leat.sources.mongodb;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/** A server that speaks MongoDB's protocol, in this process, with a database {@code canal}. */
final class MongoFixture implements AutoCloseable {

    static final String DATABASE = "canal";

    private final MongoServer server = new MongoServer(new MemoryBackend());
    private final InetSocketAddress address = server.bind();
    private final MongoClient client = MongoClients.create(url());

    /** Gives up on a lost server sooner than users should. */
    String url() {
        return "mongodb://127.0.0.1:" + address.getPort() + "/?serverSelectionTimeoutMS=1000&heartbeatFrequencyMS=500";
    }

    int port() {
        return address.getPort();
    }

    MongoDatabase database() {
        return client.getDatabase(DATABASE);
    }

    MongoCollection<BsonDocument> collection(String name) {
        return database().getCollection(name, BsonDocument.class);
    }

    /** Documents with the ids 0, 1, 2 and so on. */
    void fill(String collection, int documents) {
        List<BsonDocument> batch = new ArrayList<>();
        for (int i = 0; i < documents; i++) {
            batch.add(new BsonDocument("_id", new BsonInt32(i))
                    .append("level", new BsonInt32(i % 97))
                    .append("note", new BsonString("reading " + i)));
            if (batch.size() == 1000) {
                collection(collection).insertMany(batch);
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            collection(collection).insertMany(batch);
        }
    }

    /** Ends the server, as a failure would. */
    void kill() {
        server.shutdownNow();
    }

    @Override
    public void close() {
        client.close();
        server.shutdownNow();
    }
}
