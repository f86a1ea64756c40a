package dev.leat.sources.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.connection.ClusterConnectionMode;
import dev.leat.connect.Configuration;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import dev.leat.sources.tls.TlsTrust;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The connection to a MongoDB deployment, made on first use. Thread-safe. What it throws names servers and users, never
 * a password.
 */
final class MongoConnection implements AutoCloseable {

    /** How long an unreachable server is tried, unless the connection string says. The driver's 30 s try patience. */
    private static final int SELECTION_SECONDS = 10;

    /** How long an answer may take, unless the connection string says; the driver would wait for ever. */
    private static final int READ_MINUTES = 5;

    private final MongoAddress address;
    private final boolean direct;
    private final @Nullable SSLContext tls;
    private final boolean insecure;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable MongoClient client;
    private boolean closed;

    private MongoConnection(MongoAddress address, boolean direct, @Nullable SSLContext tls, boolean insecure) {
        this.address = address;
        this.direct = direct;
        this.tls = tls;
        this.insecure = insecure;
    }

    /** @throws ConfigException when the settings contradict each other, with every problem */
    static MongoConnection of(Configuration configuration) {
        List<Problem> problems = new ArrayList<>();
        MongoAddress address = MongoAddress.of(
                configuration.string("host"),
                configuration.findString("user").orElse(null),
                configuration.findSecret("password").orElse(null),
                problems);
        boolean encrypted = configuration.isOn("ssl_enabled");
        address.problemWithTls(encrypted).ifPresent(problems::add);
        boolean direct = configuration.isOn("direct_connection");
        if (direct && address.hasSeveralServers()) {
            problems.add(new Problem("direct_connection", "needs a single server, but host names several"));
        }
        SSLContext tls = null;
        try {
            tls = encrypted ? tls(configuration) : null;
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new MongoConnection(address, direct, tls, configuration.isOn("tls_insecure"));
    }

    private static SSLContext tls(Configuration configuration) {
        if (configuration.isOn("tls_insecure")) {
            return TlsTrust.anything();
        }
        return configuration
                .findString("ssl_ca")
                .map(pem -> TlsTrust.authorities("ssl_ca", pem))
                .orElseGet(TlsTrust::standard);
    }

    /** @throws InterruptedException when the thread was interrupted meanwhile */
    <T> T call(Work<T> work) throws InterruptedException {
        try {
            return work.apply(client());
        } catch (MongoException e) {
            throw trouble().of(e);
        }
    }

    /** The client itself, for cursors; what it throws goes through {@link #trouble()}. */
    MongoClient client() {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("The source was closed");
            }
            if (client == null) {
                client = MongoClients.create(settings(address.connectionString()));
            }
            return client;
        } finally {
            lock.unlock();
        }
    }

    MongoDatabase database(String name) {
        return client().getDatabase(name);
    }

    /** Explains what the driver throws. */
    MongoTrouble trouble() {
        lock.lock();
        try {
            return new MongoTrouble(address, client);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        MongoClient open;
        lock.lock();
        try {
            open = client;
            client = null;
            closed = true;
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.close();
        }
    }

    private MongoClientSettings settings(ConnectionString string) {
        MongoClientSettings.Builder settings =
                MongoClientSettings.builder().applyConnectionString(string).applicationName("leat");
        settings.applyToClusterSettings(cluster -> {
            if (string.getServerSelectionTimeout() == null) {
                cluster.serverSelectionTimeout(SELECTION_SECONDS, TimeUnit.SECONDS);
            }
            if (direct) {
                cluster.mode(ClusterConnectionMode.SINGLE);
            }
        });
        settings.applyToSocketSettings(socket -> {
            if (string.getSocketTimeout() == null) {
                socket.readTimeout(READ_MINUTES, TimeUnit.MINUTES);
            }
        });
        if (tls != null) {
            settings.applyToSslSettings(ssl -> ssl.enabled(true).context(tls).invalidHostNameAllowed(insecure));
        }
        return settings.build();
    }

    /** Something done with the client. */
    @FunctionalInterface
    interface Work<T> {
        T apply(MongoClient client);
    }

    @Override
    public String toString() {
        return "MongoConnection[" + address + "]";
    }
}
