package dev.leat.connect.mirror;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.DataSource;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import dev.leat.connect.TestAccess;
import dev.leat.elastic.Progress;
import dev.leat.elastic.cluster.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A mirror of very many small documents in a process of its own, whose heap the test bounds:
 * {@code URL INDEX JOB DOCUMENTS GONE}. The first documents of each scope are gone.
 */
public final class ManyIdsProcess {

    private static final int SCOPES = 4;
    private static final int PAGE = 5_000;

    private ManyIdsProcess() {}

    /** Runs one mirror and prints {@code created unchanged deleted seconds table-bytes}. */
    public static void main(String[] arguments) {
        Path job = Path.of(arguments[2]);
        TableSize size = new TableSize(job.resolve("ids.table"));
        try (Cluster cluster = Cluster.connect(TestAccess.ofProcess().settings(arguments[0]));
                Generated source = new Generated(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]))) {
            MirrorReport report = Mirror.run(cluster, MirrorSettings.of(arguments[1], job, "generated"), source, size);
            System.out.println(report.totals().created() + " " + report.totals().unchanged() + " " + report.deleted()
                    + " " + report.duration().toSeconds() + " " + size.bytes);
        }
    }

    /** Notes the size of the table whenever the run enters another phase: it is gone when the run is done. */
    private static final class TableSize implements Progress {
        private final Path table;
        private volatile long bytes;

        TableSize(Path table) {
            this.table = table;
        }

        @Override
        public void total(long units) {}

        @Override
        public void advance(long units) {}

        @Override
        public void note(String message) {
            try {
                if (Files.exists(table)) {
                    bytes = Files.size(table);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record Generated(int documents, int gone) implements DataSource {

        @Override
        public void ping() {}

        @Override
        public List<Scope> scopes(Filter filter) {
            return IntStream.range(0, SCOPES)
                    .mapToObj(number -> new Scope("scope " + number))
                    .toList();
        }

        @Override
        public void read(Scope scope, Checkpoint from, DocumentSink sink) throws Exception {
            int first = from.isStart() ? gone / SCOPES : Integer.parseInt(from.value());
            for (int i = first; i < documents / SCOPES; i++) {
                sink.put(SourceDocument.of(scope.name() + " " + i, Map.of("n", i)));
                if (i % PAGE == PAGE - 1) {
                    sink.checkpoint(new Checkpoint(Integer.toString(i + 1)));
                }
            }
        }

        @Override
        public void close() {}
    }
}
