package dev.leat.connect.mirror;

import dev.leat.connect.DataSource;
import dev.leat.connect.TestAccess;
import dev.leat.elastic.Json;
import dev.leat.elastic.Progress;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.ScanRequest;
import dev.leat.elastic.scan.ScannedDocument;
import dev.leat.elastic.scan.Versions;
import dev.leat.testing.ConnectorKeys;
import dev.leat.testing.TestElasticsearch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** An index of its own for one test, a job directory, and words for what is in the index. */
final class MirrorFixture implements AutoCloseable {

    final TestElasticsearch elasticsearch;
    final TestAccess access;
    final Cluster cluster;
    final String index;
    final String letters;
    final Path job;
    private final Cluster reader;

    MirrorFixture(TestElasticsearch elasticsearch, Path directory) {
        this(elasticsearch, directory, elasticsearch.url().toString());
    }

    MirrorFixture(TestElasticsearch elasticsearch, Path directory, String url) {
        this.elasticsearch = elasticsearch;
        this.index = elasticsearch.uniqueIndex("mirror");
        this.letters = index + "-letters";
        // One test writes through an alias, which needs the index behind it.
        String request = ConnectorKeys.ofConnector(index, index + "-1");
        this.access = TestAccess.of(elasticsearch, request.replace("leat-dead-letters", letters));
        this.cluster = Cluster.connect(access.settings(url));
        this.reader = Cluster.connect(TestAccess.ofEverything(elasticsearch)
                .settings(elasticsearch.url().toString()));
        this.job = directory.resolve("job");
    }

    MirrorSettings settings() {
        return MirrorSettings.of(index, job, "test").withDeadLetterIndex(letters);
    }

    MirrorReport mirror(DataSource source) {
        return mirror(source, UnaryOperator.identity());
    }

    MirrorReport mirror(DataSource source, UnaryOperator<MirrorSettings> refine) {
        return Mirror.run(cluster, refine.apply(settings()), source, Progress.none());
    }

    /** The field {@code text} of every document by its id. */
    Map<String, String> texts() {
        return by(hit -> json(hit).path("text").asString(""));
    }

    /** The whole source of every document by its id. */
    Map<String, JsonNode> documents() {
        return by(MirrorFixture::json);
    }

    /** The source of one document, which must be there. */
    JsonNode document(String id) {
        JsonNode document = documents().get(id);
        if (document == null) {
            throw new AssertionError("There is no document '" + id + "'");
        }
        return document;
    }

    /** The source of one document of another index. */
    JsonNode documentOf(String name, String id) {
        return Objects.requireNonNull(
                read(name, ScannedDocument::id, MirrorFixture::json).get(id));
    }

    /** The sequence number of every document by its id: it changes with every write. */
    Map<String, Long> seqNos() {
        return by(ScannedDocument::seqNo);
    }

    /** The dead letters, reason by the id of the document. */
    Map<String, String> deadLetters() {
        return read(
                letters,
                hit -> json(hit).path("id").asString(),
                hit -> json(hit).path("reason").asString());
    }

    private <T> Map<String, T> by(Function<ScannedDocument, T> value) {
        return read(index, ScannedDocument::id, value);
    }

    private <T> Map<String, T> read(
            String name, Function<ScannedDocument, String> key, Function<ScannedDocument, T> value) {
        new Indices(reader).refresh(name);
        try (Stream<ScannedDocument> hits =
                IndexScan.open(reader, ScanRequest.of(name).withVersions(Versions.WITH)).stream()) {
            return hits.collect(Collectors.toMap(key, value, (left, right) -> left, TreeMap::new));
        }
    }

    private static JsonNode json(ScannedDocument hit) {
        byte[] source = hit.source();
        return Json.MAPPER.readTree(source == null ? "{}" : new String(source, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        elasticsearch.delete("/" + index + "," + letters + "?ignore_unavailable=true");
        reader.close();
        cluster.close();
    }
}
