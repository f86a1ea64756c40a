package dev.leat.connect.service;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationField;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import dev.leat.connect.TestAccess;
import dev.leat.elastic.cluster.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A service in a process of its own, to be killed: {@code URL DATA-DIRECTORY CONNECTOR}. Its sources are made of numbers,
 * and slow enough to be killed in the middle.
 */
public final class ServiceProcess {

    static final String TYPE = "numbers";
    static final int SCOPES = 3;
    private static final int PAGE = 25;

    private ServiceProcess() {}

    /** Runs until it is killed. */
    public static void main(String[] arguments) {
        try (Cluster cluster = Cluster.connect(TestAccess.ofProcess().settings(arguments[0]))) {
            ServiceSettings settings = ServiceFixture.settings(Path.of(arguments[1]), arguments[2], TYPE);
            System.out.println("started");
            new ConnectorService(settings, cluster, new DataSourceCatalog(List.of(new Numbers())), ServiceEvents.none())
                    .run();
        }
    }

    /** The documents of a version, text by id: some are edited, some gone, some new in each. */
    static Map<String, String> documents(int scope, int documents, int version) {
        Map<String, String> texts = new TreeMap<>();
        for (int i = 0; i < documents; i++) {
            boolean gone = version > 0 && (i + version) % 17 == 0;
            boolean edited = version > 0 && (i + version) % 3 == 0;
            if (!gone) {
                texts.put("%d-%06d".formatted(scope, i), "text " + i + (edited ? " of version " + version : ""));
            }
        }
        return texts;
    }

    /** The documents of all scopes. */
    static Map<String, String> documents(int documents, int version) {
        Map<String, String> all = new TreeMap<>();
        for (int scope = 0; scope < SCOPES; scope++) {
            all.putAll(documents(scope, documents, version));
        }
        return all;
    }

    private static final class Numbers implements DataSourceProvider {

        @Override
        public String serviceType() {
            return TYPE;
        }

        @Override
        public String description() {
            return "documents made of numbers";
        }

        @Override
        public ConfigurationSchema configurationSchema() {
            return ConfigurationSchema.of(
                    ConfigurationField.integer("documents", "Documents").required(),
                    ConfigurationField.integer("version", "Version").required());
        }

        @Override
        public DataSource open(Configuration configuration) {
            return new Source((int) configuration.integer("documents"), (int) configuration.integer("version"));
        }
    }

    private record Source(int documents, int version) implements DataSource {

        @Override
        public void ping() {}

        @Override
        public List<Scope> scopes(Filter filter) {
            return List.of(new Scope("0"), new Scope("1"), new Scope("2"));
        }

        @Override
        public void read(Scope scope, Checkpoint from, DocumentSink sink) throws Exception {
            int put = 0;
            for (Map.Entry<String, String> entry : ServiceProcess.documents(
                            Integer.parseInt(scope.name()), documents, version)
                    .entrySet()) {
                if (entry.getKey().compareTo(from.value()) <= 0) {
                    continue;
                }
                sink.put(SourceDocument.of(entry.getKey(), Map.of("text", entry.getValue())));
                if (++put % PAGE == 0) {
                    sink.checkpoint(new Checkpoint(entry.getKey()));
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                }
            }
        }

        @Override
        public void close() {}
    }
}
