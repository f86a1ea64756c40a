package dev.leat.app.demo;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.StringTermsBucket;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.HighlightField;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.util.NamedValue;
import dev.leat.app.terminal.ProgressBars;
import dev.leat.app.terminal.ProgressBars.ClosableProgress;
import dev.leat.app.terminal.Quantity;
import dev.leat.app.terminal.Table;
import dev.leat.app.terminal.Terminal;
import dev.leat.connect.Configuration;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.mirror.Mirror;
import dev.leat.connect.mirror.MirrorReport;
import dev.leat.connect.mirror.MirrorSettings;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The story that {@code leat demo} tells: two sources are mirrored into Elasticsearch, searched, changed and mirrored
 * again. Every number it prints is measured, and the end compares what arrived with what was changed.
 */
public final class Demo {

    /** The index of the mirrored folder. */
    public static final String DOCUMENTS = "leat-demo-documents";

    /** The index of the mirrored database. */
    public static final String WATERWORKS = "leat-demo-waterworks";

    private static final int ROWS = 20_000;

    private final Cluster cluster;
    private final DemoWorkspace workspace;
    private final Terminal terminal;
    private final PrintStream out;
    private final DataSourceCatalog catalog = DataSourceCatalog.load(Demo.class.getClassLoader());

    /** A demo that prints its story to {@code out} and its progress to the terminal. */
    public Demo(Cluster cluster, DemoWorkspace workspace, Terminal terminal, PrintStream out) {
        this.cluster = cluster;
        this.workspace = workspace;
        this.terminal = terminal;
        this.out = out;
    }

    /**
     * What a demo came to.
     *
     * @param first the two mirrors into empty indices: the folder's, then the database's
     * @param second the same two after the changes
     * @param changes what was changed in between, in the same order
     */
    public record Result(List<MirrorReport> first, List<MirrorReport> second, List<Changes> changes) {

        /** Whether exactly the changes arrived: nothing more, nothing less. */
        public boolean isExact() {
            for (int i = 0; i < changes.size(); i++) {
                MirrorReport report = second.get(i);
                Changes made = changes.get(i);
                boolean exact = report.totals().created() == made.added()
                        && report.totals().updated() == made.edited()
                        && report.deleted() == made.deleted()
                        && report.totals().deadLetters() == 0
                        && report.isComplete();
                if (!exact) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Tells the story from its beginning to its end. */
    public Result tell(Path samples) throws Exception {
        workspace.prepare();
        dropIndices();
        DemoFolder.copy(samples, workspace.documents());
        DemoDatabase.create(workspace.database(), ROWS);

        out.println("1. Mirror a folder of documents and a database of " + Quantity.count(ROWS) + " rows:");
        List<MirrorReport> first = mirrorBoth();
        out.println("2. Search them.");
        showSearch("sluice");
        showFacet();
        out.println("3. Change both sources:");
        List<Changes> changes =
                List.of(DemoFolder.change(workspace.documents()), DemoDatabase.change(workspace.database()));
        changes.forEach(change -> change.described().forEach(line -> out.println("   - " + line)));
        out.println();
        out.println("4. Mirror again; only the changes are written:");
        List<MirrorReport> second = mirrorBoth();
        Result result = new Result(first, second, changes);
        out.println(
                result.isExact()
                        ? "Exactly these changes arrived, and nothing else was touched."
                        : "This is not what was changed: something is wrong, please report it.");
        return result;
    }

    private void dropIndices() {
        for (String index : List.of(DOCUMENTS, WATERWORKS)) {
            cluster.perform(Request.of("DELETE", "/" + index, Repeat.IDEMPOTENT).expecting(404));
        }
    }

    private List<MirrorReport> mirrorBoth() throws Exception {
        MirrorReport documents = mirror(
                "dir", DOCUMENTS, Map.of("directory", workspace.documents().toString()));
        MirrorReport waterworks = mirror(
                "sqlite", WATERWORKS, Map.of("database", workspace.database().toString()));
        Indices indices = new Indices(cluster);
        indices.refresh(DOCUMENTS);
        indices.refresh(WATERWORKS);
        Table table = new Table(
                List.of("index", "documents", "created", "updated", "deleted", "unchanged", "seconds", "per second"));
        for (MirrorReport report : List.of(documents, waterworks)) {
            table.add(
                    report.index(),
                    Quantity.count(report.totals().read()),
                    Quantity.count(report.totals().created()),
                    Quantity.count(report.totals().updated()),
                    Quantity.count(report.deleted()),
                    Quantity.count(report.totals().unchanged()),
                    "%.1f".formatted(report.duration().toMillis() / 1000.0),
                    Quantity.count(Math.round(report.documentsPerSecond())));
        }
        table.print(out);
        out.println();
        return List.of(documents, waterworks);
    }

    private MirrorReport mirror(String type, String index, Map<String, String> values) throws Exception {
        DataSourceProvider provider = catalog.require(type);
        Configuration configuration = provider.configurationSchema().configure(values);
        MirrorSettings settings =
                MirrorSettings.of(index, workspace.jobs().resolve(index), configuration.fingerprint());
        try (DataSource source = provider.open(configuration);
                ClosableProgress progress = ProgressBars.open(terminal, "mirror " + index, "docs", 1)) {
            return Mirror.run(cluster, settings, source, progress);
        }
    }

    private void showSearch(String words) throws IOException {
        SearchResponse<JsonNode> found = cluster.client()
                .search(
                        search -> search.index(DOCUMENTS)
                                .size(3)
                                .query(query ->
                                        query.match(match -> match.field("body").query(words)))
                                .highlight(highlight -> highlight
                                        .preTags("[")
                                        .postTags("]")
                                        .fields(NamedValue.of(
                                                "body",
                                                HighlightField.of(field -> field.numberOfFragments(1)
                                                        .fragmentSize(90))))),
                        JsonNode.class);
        out.println(
                "   '" + words + "' in the documents (" + found.hits().hits().size() + " best):");
        for (Hit<JsonNode> hit : found.hits().hits()) {
            JsonNode source = hit.source();
            String title = source == null ? hit.id() : source.path("name").asString("");
            String text = hit.highlight().getOrDefault("body", List.of("")).getFirst();
            out.println("   %-28s … %s …"
                    .formatted(title, text.replaceAll("\\s+", " ").strip()));
        }
    }

    private void showFacet() throws IOException {
        SearchResponse<Void> found = cluster.client()
                .search(
                        search -> search.index(WATERWORKS)
                                .size(0)
                                .trackTotalHits(total -> total.enabled(true))
                                .aggregations(
                                        "statuses",
                                        statuses -> statuses.terms(terms ->
                                                terms.field("status.keyword").size(5))),
                        Void.class);
        out.println("   Work orders by status:");
        for (Aggregate statuses : found.aggregations().values()) {
            for (StringTermsBucket bucket : statuses.sterms().buckets().array()) {
                out.println("   %-28s %7s".formatted(bucket.key().stringValue(), Quantity.count(bucket.docCount())));
            }
        }
        out.println();
    }
}
