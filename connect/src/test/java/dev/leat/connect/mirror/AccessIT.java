package dev.leat.connect.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.AccessControlledSource;
import dev.leat.connect.Checkpoint;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Filter;
import dev.leat.connect.Identity;
import dev.leat.connect.IdentitySink;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.Progress;
import dev.leat.testing.Seeds;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who may see what, as the index has it. */
@WithElasticsearch
class AccessIT {

    private MirrorFixture mirror;
    private final ScriptedSource source = new ScriptedSource();
    private final List<Identity> identities = new ArrayList<>();
    private final AccessControlledSource directory = new People();

    @BeforeEach
    void open(TestElasticsearch elasticsearch, @TempDir Path directory) {
        mirror = new MirrorFixture(elasticsearch, directory);
    }

    @AfterEach
    void close() {
        mirror.elasticsearch.delete("/.search-acl-filter-" + mirror.index + "?ignore_unavailable=true");
        mirror.close();
    }

    /** A source of people only. */
    private final class People implements AccessControlledSource {

        private boolean breaks;

        @Override
        public void readIdentities(IdentitySink sink) throws Exception {
            for (Identity identity : identities) {
                sink.put(identity);
            }
            if (breaks) {
                throw new IllegalStateException("the directory went away");
            }
        }

        @Override
        public void ping() {}

        @Override
        public List<Scope> scopes(Filter filter) {
            return List.of();
        }

        @Override
        public void read(Scope scope, Checkpoint from, DocumentSink sink) {}

        @Override
        public void close() {}
    }

    private static MirrorSettings secured(MirrorSettings settings) {
        return settings.withSecurity(Security.DOCUMENT_LEVEL);
    }

    private String access(String id) {
        return mirror.document(id).path("_allow_access_control").toString();
    }

    @Test
    void rewritesEveryDocumentWhenTheModeIsTurnedOnAndOff() {
        source.fill("a", 0, 20, "text");
        source.put("a", ScriptedSource.document("b", "text").withAccess(List.of("user:b")));
        mirror.mirror(source);

        MirrorReport on = mirror.mirror(source, AccessIT::secured);
        String allowed = access("b");
        String silent = access("a-000000");
        MirrorReport again = mirror.mirror(source, AccessIT::secured);
        MirrorReport off = mirror.mirror(source);

        assertThat(on.totals().updated()).isEqualTo(21);
        assertThat(on.notes()).anyMatch(note -> note.startsWith("21 documents said nothing on who may see them"));
        assertThat(allowed).isEqualTo("[\"user:b\"]");
        assertThat(silent).isEqualTo("[\"_nobody\"]");
        assertThat(again.totals().unchanged()).isEqualTo(21);
        assertThat(off.totals().updated()).isEqualTo(21);
        assertThat(mirror.document("b").has("_allow_access_control")).isFalse();
    }

    @Test
    void hidesWhatItCannotWriteAnew() {
        source.put("a", "1", "text");
        source.put("b", "2", "text");
        mirror.mirror(source);
        source.onEach((scope, number) -> {
            if (scope.equals("a")) {
                throw new IllegalStateException("not today");
            }
        });

        MirrorReport report = mirror.mirror(source, AccessIT::secured);

        assertThat(report.isComplete()).isFalse();
        assertThat(access("1")).isEqualTo("[\"_nobody\"]");
        assertThat(mirror.document("1").path("text").asString()).isEqualTo("text");
    }

    @Test
    void givesACopyTheNewAccessListWhenTheNewVersionIsRefused() {
        source.put("a", SourceDocument.of("1", Map.of("n", 1)).withAccess(List.of("user:a", "user:b")));
        source.put(
                "a",
                SourceDocument.of("2", Map.of("n", 2))
                        .withContent("1", ScriptedSource.content("body", "b"))
                        .withAccess(List.of("user:a", "user:b")));
        mirror.mirror(source, AccessIT::secured);
        source.put("a", SourceDocument.of("1", Map.of("n", "no number")).withAccess(List.of("user:b")));
        source.put(
                "a",
                SourceDocument.of("2", Map.of("n", 2))
                        .withContent("2", () -> {
                            throw new IllegalStateException("cannot be fetched");
                        })
                        .withAccess(List.of()));

        MirrorReport report = mirror.mirror(source, AccessIT::secured);

        assertThat(report.totals().deadLetters()).isEqualTo(2);
        assertThat(access("1")).isEqualTo("[\"user:b\"]");
        assertThat(access("2")).isEqualTo("[\"_nobody\"]");
        assertThat(mirror.document("1").path("n").asInt()).isEqualTo(1);
        source.put("a", SourceDocument.of("1", Map.of("n", 1)).withAccess(List.of("user:b")));
        assertThat(mirror.mirror(source, AccessIT::secured).totals().updated()).isEqualTo(1);
    }

    @Test
    void refusesAnIndexThatCannotSearchTheField() {
        mirror.elasticsearch
                .put(
                        "/" + mirror.index,
                        "{\"mappings\":{\"properties\":{\"_allow_access_control\":{\"type\":\"keyword\",\"index\":false}}}}")
                .orFail();
        source.put("a", "1", "text");

        assertThatThrownBy(() -> mirror.mirror(source, AccessIT::secured))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("as keyword without index, but document-level security needs text");
    }

    /** Whatever happens to sources and runs: once the mode is on, no document is without its list. */
    @Test
    void neverLeavesADocumentWithoutItsListOnceTheModeIsOn(TestInfo test) {
        SplittableRandom random = Seeds.of(test).random();
        Thread runner = Thread.currentThread();
        for (int round = 0; round < 25; round++) {
            change(random);
            int breakAt = random.nextInt(60);
            int kind = random.nextInt(4);
            boolean on = random.nextInt(4) > 0;
            source.onEach((scope, number) -> {
                if (number == breakAt && kind == 1) {
                    throw new IllegalStateException("not listed");
                }
                if (number == breakAt && kind == 2) {
                    runner.interrupt();
                }
            });
            try {
                mirror.mirror(source, settings -> on ? secured(settings).withScopesAtOnce(1) : settings);
            } catch (LeatException interrupted) {
                assertThat(kind).isEqualTo(2);
            } finally {
                Thread.interrupted();
            }
            if (on) {
                assertThat(mirror.documents())
                        .as("round %d", round)
                        .allSatisfy((id, document) -> assertThat(
                                        document.path("_allow_access_control").isEmpty())
                                .as(id)
                                .isFalse());
            }
        }
    }

    private void change(SplittableRandom random) {
        for (int i = 0; i < 10; i++) {
            String scope = random.nextBoolean() ? "a" : "b";
            String id = "d" + random.nextInt(60);
            SourceDocument document = SourceDocument.of(id, Map.of("text", "v" + random.nextInt(5)));
            switch (random.nextInt(6)) {
                case 0 -> source.scope(scope).remove(scope, id);
                case 1 -> source.put(scope, SourceDocument.of(id, Map.of("_allow_access_control", "user:eve")));
                case 2 -> source.put(scope, document.withAccess(List.of()));
                case 3 -> source.put(scope, document.withAccess(List.of("user:a")));
                case 4 ->
                    source.put(scope, document.withContent("t" + random.nextInt(3), () -> {
                        throw new IllegalStateException("cannot be fetched");
                    }));
                default -> source.put(scope, document);
            }
        }
    }

    private AccessControlReport sync() {
        return Mirror.runAccessControl(mirror.cluster, mirror.settings(), directory, new LiveCounts(), Progress.none());
    }

    private JsonNode identity(String id) {
        return mirror.documentOf(".search-acl-filter-" + mirror.index, id);
    }

    @Test
    void writesOneDocumentForEachIdentityAndRemovesThoseThatAreGone() {
        identities.add(Identity.of(
                "jane@corp.example",
                Map.of("email", "email:jane@corp.example", "username", "user:jane"),
                List.of("user:jane", "email:jane@corp.example", "group:g1")));
        identities.add(Identity.of("joe", Map.of("username", "user:joe"), List.of("user:joe", "_nobody")));
        AccessControlReport first = sync();
        JsonNode jane = identity("jane@corp.example");

        AccessControlReport second = sync();
        identities.set(1, Identity.of("joe", Map.of("username", "user:joe"), List.of("user:joe", "group:g2")));
        identities.removeFirst();
        JsonNode before = identity("joe");
        AccessControlReport third = sync();
        JsonNode after = identity("joe");

        assertThat(first.totals().created()).isEqualTo(2);
        assertThat(jane.path("identity").toString())
                .isEqualTo("{\"email\":\"email:jane@corp.example\",\"username\":\"user:jane\"}");
        assertThat(jane.at("/query/template/params/access_control").toString())
                .isEqualTo("[\"email:jane@corp.example\",\"group:g1\",\"user:jane\"]");
        assertThat(jane.at("/query/template/source").asString())
                .contains("{{#toJson}}access_control{{/toJson}}", "_allow_access_control.keyword");
        assertThat(before.at("/query/template/params/access_control").toString())
                .isEqualTo("[\"user:joe\"]");
        assertThat(second.totals().unchanged()).isEqualTo(2);
        assertThat(third.totals().updated()).isEqualTo(1);
        assertThat(third.deletes()).isEqualTo(new DeleteOutcome.Deleted(1, 0));
        assertThat(after.path("created_at")).isEqualTo(before.path("created_at"));
        assertThat(mirror.elasticsearch
                        .get("/.search-acl-filter-" + mirror.index)
                        .orFail()
                        .body())
                .contains("\"dynamic\":\"false\"", "\"created_at\":{\"type\":\"date\"}", "\"hidden\":\"true\"");
    }

    @Test
    void removesNobodyWhenTheListIsNotWholeOrTooShort() {
        for (int i = 0; i < 150; i++) {
            identities.add(Identity.of("user" + i, Map.of(), List.of("user:" + i)));
        }
        sync();
        identities.subList(1, 150).clear();

        AccessControlReport withheld = sync();
        ((People) directory).breaks = true;

        assertThat(withheld.deletes()).isInstanceOf(DeleteOutcome.Withheld.class);
        assertThatThrownBy(this::sync).hasMessage("The source cannot list its identities: the directory went away");
        assertThat(mirror.elasticsearch.count(".search-acl-filter-" + mirror.index))
                .isEqualTo(150);
    }
}
