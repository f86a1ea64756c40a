package dev.leat.connect.mirror;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.DataSource;
import dev.leat.connect.DocumentRules;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import dev.leat.connect.TestAccess;
import dev.leat.elastic.Progress;
import dev.leat.elastic.cluster.Cluster;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A mirror in a process of its own, to be killed: {@code URL INDEX JOB READS DOCUMENTS VERSION}. Its source is made of
 * numbers: three scopes whose documents depend on the version. Every document that is read adds a byte to a file.
 */
public final class MirrorProcess {

    static final int SCOPES = 3;
    static final int PAGE = 50;
    static final long BYTES_IN_FLIGHT = 100_000;

    private MirrorProcess() {}

    /** Runs one mirror and exits with 0 when it has come to its end. */
    public static void main(String[] arguments) throws Exception {
        try (Cluster cluster = Cluster.connect(TestAccess.ofProcess().settings(arguments[0]));
                FileOutputStream reads = new FileOutputStream(arguments[3], true);
                Numbers source = new Numbers(Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]), reads)) {
            System.out.println("started");
            MirrorReport report = Mirror.run(
                    cluster,
                    settings(arguments[1], Path.of(arguments[2]), Integer.parseInt(arguments[5])),
                    source,
                    Progress.none());
            System.out.println("attempts " + report.attempts() + " " + report.totals() + " " + report.deletes() + " "
                    + report.notes());
        }
    }

    private static MirrorSettings settings(String index, Path job, int version) {
        MirrorSettings settings = MirrorSettings.of(index, job, "numbers")
                .withCheckpointEvery(Duration.ZERO)
                .withSecurity(version > 0 ? Security.DOCUMENT_LEVEL : Security.OPEN)
                .withRules(new NoneWith(version));
        return settings.withBulk(settings.bulk()
                .withMaxRequestOperations(50)
                .withMaxBytesInFlight(BYTES_IN_FLIGHT)
                .withLinger(Duration.ofMillis(10)));
    }

    /** The documents of a version: some are edited, some gone, some new in each. */
    static Map<String, String> documents(int scope, int documents, int version) {
        Map<String, String> texts = new TreeMap<>();
        for (int i = 0; i < documents; i++) {
            boolean gone = version > 0 && (i + version) % 17 == 0;
            boolean edited = version > 0 && (i + version) % 3 == 0;
            if (!gone) {
                texts.put("%d-%06d".formatted(scope, i), "text " + i + (edited ? " of version " + version : ""));
            }
        }
        for (int i = 0; i < version * 20; i++) {
            texts.put("%d-new-%06d".formatted(scope, i), "added");
        }
        return texts;
    }

    /** What of these documents belongs into the index. */
    static boolean isWanted(String id, int version) {
        return version == 0 || !id.endsWith("%02d".formatted(version));
    }

    private record NoneWith(int version) implements DocumentRules {

        @Override
        public boolean admits(Map<String, ? extends @Nullable Object> fields) {
            return isWanted(String.valueOf(fields.get("_id")), version);
        }

        @Override
        public String fingerprint() {
            return "version " + version;
        }
    }

    private record Numbers(int documents, int version, FileOutputStream reads) implements DataSource {

        @Override
        public void ping() {}

        @Override
        public List<Scope> scopes(Filter filter) {
            List<Scope> scopes = new ArrayList<>();
            for (int i = 0; i < SCOPES; i++) {
                scopes.add(new Scope("scope " + i));
            }
            return scopes;
        }

        @Override
        public void read(Scope scope, Checkpoint from, DocumentSink sink) throws Exception {
            int number = Integer.parseInt(scope.name().substring("scope ".length()));
            int put = 0;
            for (Map.Entry<String, String> entry :
                    MirrorProcess.documents(number, documents, version).entrySet()) {
                if (entry.getKey().compareTo(from.value()) <= 0) {
                    continue;
                }
                synchronized (reads) {
                    reads.write('.');
                }
                sink.put(SourceDocument.of(entry.getKey(), Map.of("text", entry.getValue()))
                        .withAccess(List.of("user:" + number)));
                if (++put % PAGE == 0) {
                    sink.checkpoint(new Checkpoint(entry.getKey()));
                    LockSupport.parkNanos(Duration.ofMillis(4).toNanos());
                }
            }
        }

        @Override
        public void close() {}
    }
}
