package dev.leat.sources.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.AdvancedRules;
import dev.leat.connect.Checkpoint;
import dev.leat.connect.Content;
import dev.leat.connect.DataSource;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import dev.leat.sources.DataSourceConformance;
import dev.leat.sources.RecordingSink;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3SourceIT extends DataSourceConformance {

    private static final List<String> LOGS =
            IntStream.range(0, 23).mapToObj("logs/day-%02d.txt"::formatted).toList();
    private static final List<String> ODD = List.of(
            "../up.txt",
            "a//b.txt",
            "plus+and%20percent&amp;.txt",
            "ü/日本/😀.txt",
            "with blank.txt",
            "q?uery#hash.txt",
            "k".repeat(200) + "/" + "l".repeat(200),
            "report.PDF",
            "folder/",
            "no-extension");

    private final List<String> odd = new ArrayList<>();
    private S3Fixture server = S3Fixture.start();

    @BeforeEach
    void fill() {
        server.close();
        server = S3Fixture.start();
        try (S3Client client = server.client()) {
            for (String bucket : List.of("logs", "odd", "nothing")) {
                client.createBucket(request -> request.bucket(bucket));
            }
            for (String key : LOGS) {
                put(client, "logs", key, "water level " + key);
            }
            odd.clear();
            for (String key : ODD) {
                try {
                    put(client, "odd", key, key.endsWith("/") ? "" : "text");
                    odd.add(key);
                } catch (S3Exception e) {
                    // This server keeps objects in a file system, which cannot hold every key.
                }
            }
            assertThat(odd)
                    .contains("ü/日本/😀.txt", "plus+and%20percent&amp;.txt")
                    .hasSizeGreaterThan(5);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected String serviceType() {
        return "s3";
    }

    @Override
    protected Map<String, String> working() {
        return settings("*");
    }

    private Map<String, String> settings(String buckets) {
        Map<String, String> settings = new HashMap<>(server.settings());
        settings.put("buckets", buckets);
        settings.put("page_size", "4");
        return settings;
    }

    private Map<String, String> with(String key, String value) {
        Map<String, String> settings = working();
        settings.put(key, value);
        return settings;
    }

    @Override
    protected Map<String, String> unreachable() {
        Map<String, String> settings = settings("logs");
        settings.put("endpoint", "http://127.0.0.1:1");
        return settings;
    }

    @Override
    protected Optional<Map<String, String>> refused() {
        return Optional.of(with("aws_secret_access_key", "wrong" + S3Fixture.SECRET));
    }

    @Override
    protected Optional<Map<String, String>> empty() {
        return Optional.of(settings("nothing"));
    }

    @Override
    protected void spoil() {
        try (S3Client client = server.client()) {
            client.listObjectsV2(request -> request.bucket("logs"))
                    .contents()
                    .forEach(object -> client.deleteObject(
                            request -> request.bucket("logs").key(object.key())));
            client.deleteBucket(request -> request.bucket("logs"));
        }
    }

    @Override
    protected int documents() {
        return LOGS.size() + odd.size();
    }

    @Override
    protected List<String> wordsForUnreachable() {
        return List.of("Cannot reach http://127.0.0.1:1 for the bucket logs", "Connection refused");
    }

    @Override
    protected Set<Ability> abilities() {
        return Set.of(Ability.CHECKPOINTS, Ability.ADVANCED_RULES, Ability.LOGIN);
    }

    @Override
    protected List<String> secrets() {
        return List.of(S3Fixture.SECRET);
    }

    @Override
    protected Optional<WrongRule> wrongRule() {
        return Optional.of(new WrongRule(
                List.of(Map.of("bucket", "gone", "suffix", "x", "prefix", 1, "extension", "pdf"), Map.of(), "logs"),
                List.of(
                        "Rule 1 has a key 'suffix'",
                        "Rule 1 has a prefix that is no text",
                        "Rule 1 has an extension that is no list",
                        "Rule 2 names no bucket",
                        "Rule 3 is no object",
                        "There is no bucket gone")));
    }

    @Test
    void keepsTheKeysAndTheFieldsOfOtherConnectors() throws Exception {
        RecordingSink all = readAll(working());

        assertThat(all.documents().stream()
                        .filter(document -> document.fields().containsValue("odd"))
                        .map(document -> document.fields().get("filename")))
                .containsExactlyInAnyOrderElementsOf(odd);
        SourceDocument first = all.with("filename", "logs/day-00.txt");
        assertThat(first.id()).isEqualTo(md5("logs/logs/day-00.txt"));
        assertThat(first.fields().keySet())
                .containsExactly("_timestamp", "filename", "size_in_bytes", "bucket", "owner", "storage_class");
        assertThat(first.fields()).containsEntry("bucket", "logs").containsEntry("size_in_bytes", 27L);
        assertThat(first.timestamp()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00");
        assertThat(readAll(with("etag", "true"))
                        .with("filename", "logs/day-00.txt")
                        .fields()
                        .get("etag"))
                .asString()
                .isNotBlank();
    }

    @Test
    void readsTheTextOfKnownFormatsOnly() throws Exception {
        try (DataSource source = open(working())) {
            RecordingSink sink = new RecordingSink();
            for (Scope scope : source.scopes(Filter.none())) {
                source.read(scope, Checkpoint.start(), sink);
            }

            assertThat(content(sink, "logs/day-07.txt").fetch())
                    .containsEntry("body", "water level logs/day-07.txt")
                    .containsKey("content_type");
            assertThat(content(sink, "ü/日本/😀.txt").fetch()).containsEntry("body", "text");
            assertThat(sink.with("filename", "no-extension").content()).isNull();
            try (S3Client client = server.client()) {
                client.deleteObject(request -> request.bucket("logs").key("logs/day-08.txt"));
            }
            assertThat(content(sink, "logs/day-08.txt").fetch())
                    .containsExactly(Map.entry("extraction_error", "it vanished before it was read"));
        }
    }

    @Test
    void readsWhatRulesNameOnceEach() throws Exception {
        Filter filter = new Filter(List.of(
                Map.of("bucket", "logs", "prefix", "logs/day-1"),
                Map.of("bucket", "logs", "prefix", "logs/day-19"),
                Map.of("bucket", "odd", "extension", List.of(".pdf", "txt")),
                Map.of("bucket", "logs", "prefix", "logs/day-03")));

        RecordingSink sink = readAll(working(), filter);

        assertThat(sink.documents().stream().map(document -> document.fields().get("filename")))
                .doesNotHaveDuplicates()
                .hasSize(10
                        + 1
                        + (int) odd.stream()
                                .filter(key -> key.matches("(?is).*\\.(txt|pdf)"))
                                .count())
                .contains("report.PDF", "logs/day-03.txt", "logs/day-19.txt")
                .doesNotContain("logs/day-02.txt", "no-extension");
        try (DataSource source = open(working())) {
            assertThat(((AdvancedRules) source).problems(filter)).isEmpty();
        }
    }

    @Test
    void goesOnInTheRightPartOfARule() throws Exception {
        Filter filter = new Filter(List.of(
                Map.of("bucket", "logs", "prefix", "logs/day-1"), Map.of("bucket", "logs", "prefix", "logs/day-0")));
        try (DataSource source = open(working())) {
            Scope scope = source.scopes(filter).getFirst();
            RecordingSink whole = new RecordingSink();
            source.read(scope, Checkpoint.start(), whole);

            for (RecordingSink.Mark mark : whole.marks()) {
                RecordingSink rest = new RecordingSink();
                source.read(scope, mark.checkpoint(), rest);
                assertThat(rest.ids())
                        .isEqualTo(whole.ids()
                                .subList(mark.documentsBefore(), whole.ids().size()));
            }
            assertThat(whole.marks()).hasSizeGreaterThan(3);
        }
    }

    @Test
    void failsOnlyTheBucketThatIsNotThere() throws Exception {
        try (DataSource source = open(settings("gone,logs"))) {
            source.ping();
            List<Scope> scopes = source.scopes(Filter.none());
            RecordingSink sink = new RecordingSink();

            source.read(scopes.get(1), Checkpoint.start(), sink);

            assertThat(sink.documents()).hasSameSizeAs(LOGS);
            assertThatThrownBy(() -> source.read(scopes.get(0), Checkpoint.start(), sink))
                    .hasMessage("There is no bucket gone at http://127.0.0.1:" + server.port());
        }
        assertThatThrownBy(() -> readAll(settings("gone"))).hasMessageStartingWith("There is no bucket gone");
    }

    private static Content content(RecordingSink sink, String key) {
        return Objects.requireNonNull(sink.with("filename", key).content());
    }

    private static String md5(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void put(S3Client client, String bucket, String key, String text) {
        client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(text));
    }
}
