package dev.leat.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.document.ConflictException;
import dev.leat.datastore.document.DeleteOutcome;
import dev.leat.datastore.document.MissingCollectionException;
import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.document.Stored;
import dev.leat.datastore.document.Tier;
import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.mapping.Extra;
import dev.leat.datastore.mapping.Id;
import dev.leat.datastore.query.Query;
import dev.leat.elastic.Backoff;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Collections over indices that somebody else keeps; the examples of the guide's section stand here. */
@WithElasticsearch
class AttachIT {

    record Note(@Id String id, @Nullable String text, @Extra Map<String, Object> extra) {

        Note withText(String changed) {
            return new Note(id, changed, extra);
        }
    }

    private final TestElasticsearch elasticsearch;
    private final Cluster cluster;
    private final Datastore datastore;
    private final String alias;
    private final String index;

    AttachIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.alias = "." + elasticsearch.uniqueIndex("foreign");
        this.index = alias + "-v1";
        this.cluster = Cluster.connect(ClusterSettings.of(elasticsearch.url().toString())
                .withRetryPolicy(RetryPolicy.within(Duration.ofSeconds(2))
                        .withBackoff(new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)))));
        this.datastore = Datastore.of(cluster);
    }

    @BeforeEach
    void makeTheForeignIndex() {
        create(index, alias);
        elasticsearch
                .put("/" + index + "/_doc/n1", "{\"text\":\"old\",\"colour\":\"red\",\"deep\":{\"a\":[1,null]}}")
                .orFail();
    }

    private void create(String name, String itsAlias) {
        elasticsearch
                .put(
                        "/" + name,
                        "{\"settings\":{\"index.hidden\":true,\"number_of_replicas\":0},\"aliases\":{\"" + itsAlias
                                + "\":{\"is_hidden\":true}},\"mappings\":{\"dynamic\":false,\"_meta\":{\"version\":1},"
                                + "\"properties\":{\"text\":{\"type\":\"keyword\"}}}}")
                .orFail();
    }

    @AfterEach
    void close() {
        elasticsearch.delete("/" + index);
        elasticsearch.delete("/" + alias + "-v2");
        cluster.close();
    }

    @Test
    void isReadSearchedAndWrittenAsTheGuideSays() {
        Collection<Note> notes = datastore.attach(alias, Note.class);

        Stored<Note> note = notes.require("n1");
        notes.replace(note.value().withText("seen"), note.version()); // only if nobody changed it meanwhile
        notes.update("n2")
                .set("text", "new")
                .orCreate(new Note("n2", "", Map.of()))
                .run();
        notes.count("text:new");

        notes.commit();
        assertThat(notes.count("text:new")).isEqualTo(1);
        assertThat(notes.require("n1").value().text()).isEqualTo("seen");
        assertThat(notes.require("n1").value().extra())
                .containsEntry("colour", "red")
                .containsKey("deep");
        assertThat(elasticsearch.get("/" + index + "/_source/n1").body()).contains("\"deep\":{\"a\":[1,null]}");
        GuideExamples.assertCompiledBy(AttachIT.class, "Foreign indices");
    }

    @Test
    void leavesTheMappingAndTheAliasesOfTheOwnerAlone() {
        String before = elasticsearch.get("/" + index + "/_mapping").orFail().body();

        datastore.attach(alias, Note.class).save(new Note("n3", "x", Map.of("shade", "dark")), Refresh.NOW);

        assertThat(elasticsearch.get("/" + index + "/_mapping").body()).isEqualTo(before);
        assertThat(elasticsearch.get("/" + index + "/_alias").body())
                .isEqualTo("{\"" + index + "\":{\"aliases\":{\"" + alias + "\":{\"is_hidden\":true},\"" + index
                        + "-only\":{\"is_hidden\":true}}}}");
        assertThat(elasticsearch.get("/*/_search?q=text:x").orFail().body()).doesNotContain(index);
    }

    @Test
    void guardsWritesByVersions() {
        Collection<Note> notes = datastore.attach(alias, Note.class);
        VersionToken first = notes.create(new Note("n4", "a", Map.of()));

        VersionToken second = notes.replace(new Note("n4", "b", Map.of()), first);

        assertThatThrownBy(() -> notes.create(new Note("n4", "z", Map.of()))).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> notes.replace(new Note("n4", "c", Map.of()), first))
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() ->
                        notes.update("n4").set("text", "c").ifVersion(first).run())
                .isInstanceOf(ConflictException.class);
        notes.update("n4").set("text", "d").ifVersion(second).run();
        assertThat(notes.modify("n4", note -> note.withText(note.text() + "e"))
                        .value()
                        .text())
                .isEqualTo("de");
        assertThat(notes.delete("n4", notes.require("n4").version())).isEqualTo(DeleteOutcome.DELETED);
    }

    @Test
    void neverMakesAnIndexThatIsGone() {
        Collection<Note> notes = datastore.attach(alias, Note.class);
        Stored<Note> note = notes.require("n1");

        assertThatThrownBy(() -> notes.modify("n1", read -> {
                    elasticsearch.delete("/" + index).orFail();
                    return read.withText("x");
                }))
                .isInstanceOf(MissingCollectionException.class);
        assertThatThrownBy(() -> notes.replace(note.value(), note.version()))
                .isInstanceOf(MissingCollectionException.class);
        assertThatThrownBy(() -> notes.delete("n1", note.version())).isInstanceOf(MissingCollectionException.class);
        assertThatThrownBy(() -> notes.save(note.value())).isInstanceOf(MissingCollectionException.class);
        assertThatThrownBy(() -> notes.update("n1").set("text", "x").run())
                .isInstanceOf(MissingCollectionException.class);
        assertThat(elasticsearch.get("/" + index).status()).isEqualTo(404);
        assertThat(elasticsearch.get("/" + alias).status()).isEqualTo(404);
    }

    @Test
    void followsTheAliasToAnotherIndex() {
        Collection<Note> notes = datastore.attach(alias, Note.class);
        VersionToken old = notes.require("n1").version();
        create(alias + "-v2", alias + "-next");
        elasticsearch
                .post(
                        "/_aliases",
                        "{\"actions\":[{\"remove\":{\"index\":\"" + index + "\",\"alias\":\"" + alias
                                + "\"}},{\"add\":{\"index\":\"" + alias + "-v2\",\"alias\":\"" + alias
                                + "\",\"is_hidden\":true}}]}")
                .orFail();
        notes.save(new Note("n1", "moved", Map.of()));

        assertThatThrownBy(() -> notes.replace(new Note("n1", "x", Map.of()), old))
                .isInstanceOf(ConflictException.class);
        Stored<Note> changed = notes.modify("n1", note -> note.withText("moved on"));

        assertThat(changed.version().index()).isEqualTo(alias + "-v2");
        assertThat(notes.require("n1").value().text()).isEqualTo("moved on");
    }

    @Test
    void isAlsoAttachedByTheNameOfTheIndex() {
        Collection<Note> notes = datastore.attach(index, Note.class);

        notes.save(new Note("n5", "x", Map.of()), Refresh.NOW);
        notes.modify("n5", note -> note.withText("y"));

        assertThat(notes.name()).isEqualTo(index + "-only");
        assertThat(notes.require("n5").value().text()).isEqualTo("y");
        assertThat(notes.deleteByQuery(Query.all()).changed()).isEqualTo(2);
    }

    @Test
    void refusesWhatOnlyTheOwnerCanDo() {
        Collection<Note> notes = datastore.attach(alias, Note.class);
        List<Consumer<Collection<Note>>> calls = List.of(
                Collection::schema,
                Collection::plan,
                Collection::reindex,
                Collection::discardOldGenerations,
                Collection::fixShards,
                Collection::fixReplicas,
                Collection::wipe,
                each -> each.archive("n1"),
                each -> each.archive(Query.all()),
                each -> each.restore("n1"),
                each -> each.get("n1", Tier.HOT));

        for (Consumer<Collection<Note>> call : calls) {
            assertThatThrownBy(() -> call.accept(notes))
                    .isInstanceOf(AttachedCollectionException.class)
                    .hasMessageContaining("collection " + alias + " is attached to an index that somebody else keeps");
        }
    }

    @Test
    void saysWhatCannotBeAttached() {
        create(alias + "-v2", alias);

        assertThatThrownBy(() -> datastore.attach(alias, Note.class))
                .isInstanceOf(ConfigException.class)
                .hasMessage("collection: '" + alias + "' leads to 2 indices, " + index + ", " + alias
                        + "-v2; attach one of them");
        assertThatThrownBy(() -> datastore.attach(alias + "-nowhere", Note.class))
                .isInstanceOf(MissingCollectionException.class)
                .hasMessageContaining(alias + "-nowhere is not in the cluster");
    }
}
