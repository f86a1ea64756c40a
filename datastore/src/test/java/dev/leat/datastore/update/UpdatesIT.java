package dev.leat.datastore.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.document.ConflictException;
import dev.leat.datastore.document.MissingCollectionException;
import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.update.UpdateOutcome.Created;
import dev.leat.datastore.update.UpdateOutcome.Missing;
import dev.leat.datastore.update.UpdateOutcome.Unchanged;
import dev.leat.datastore.update.UpdateOutcome.Updated;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithElasticsearch
class UpdatesIT {

    private final TestElasticsearch node;
    private final UpdateFixture fixture;
    private final Cluster cluster;
    private final Updates<Sighting> sightings;

    UpdatesIT(TestElasticsearch node) {
        this.node = node;
        this.fixture = new UpdateFixture(node);
        this.cluster = UpdateFixture.connect(node.url());
        this.sightings = fixture.updates(cluster);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void tellsUpdatedUnchangedCreatedAndMissingApart() {
        fixture.save("1", "{\"status\":\"open\"}");

        UpdateOutcome updated = sightings.update("1").set("status", "closed").run();
        UpdateOutcome unchanged = sightings.update("1").set("status", "closed").run();
        UpdateOutcome missing = sightings.update("2").increment("seen", 1).run();
        UpdateOutcome created = sightings
                .update("2")
                .increment("seen", 1)
                .orCreate(Sighting.empty("2"))
                .run();

        VersionToken version = ((Updated) updated).version();
        assertThat(version.index()).isEqualTo(fixture.index());
        assertThat(unchanged).isEqualTo(new Unchanged(version));
        assertThat(missing).isEqualTo(new Missing());
        assertThat(created).isInstanceOf(Created.class);
        assertThat(fixture.source("2")).hasToString("{\"seen\":1}");
    }

    @Test
    void carriesOutEveryVerbInTheOrderGiven() {
        fixture.save(
                "1",
                "{\"seen\":100,\"counters\":{\"inc\":0,\"dec\":100},\"tags\":[\"hello\",\"remove\"],\"labels\":{\"a\":1},"
                        + "\"level\":3,\"first\":\"2024-01-02T00:00:00.000Z\",\"last\":\"2024-01-02T00:00:00.000Z\"}");

        UpdateOutcome outcome = sightings
                .update("1")
                .set("seen", 666)
                .increment("counters.inc", 50)
                .decrement("counters.dec", 50)
                .append("tags", "world!")
                .appendIfMissing("tags", "test_if_missing")
                .appendIfMissing("tags", "world!")
                .remove("tags", "remove")
                .delete("labels", "a")
                .set("labels.b", 99)
                .max("level", 2)
                .min("first", Instant.parse("2024-01-01T23:59:59.999Z"))
                .max("last", Instant.parse("2024-01-02T00:00:00Z"))
                .run();

        assertThat(outcome).isInstanceOf(Updated.class);
        assertThat(fixture.source("1"))
                .isEqualTo(Json.MAPPER.readTree("{\"seen\":666,\"counters\":{\"inc\":50,\"dec\":50},"
                        + "\"tags\":[\"hello\",\"world!\",\"test_if_missing\"],\"labels\":{\"b\":99},\"level\":3,"
                        + "\"first\":\"2024-01-01T23:59:59.999Z\",\"last\":\"2024-01-02T00:00:00.000Z\"}"));
    }

    @Test
    void changesListsOfObjects() {
        fixture.save("1", "{}");
        Sighting.Note a = new Sighting.Note("a", null);
        Sighting.Note b = new Sighting.Note("b", 2);
        Sighting.Note c = new Sighting.Note("c", null);

        sightings
                .update("1")
                .set("notes", List.of(a, b, c))
                .prepend("notes", new Sighting.Note("first", null))
                .prependIfMissing("notes", b)
                .prependIfMissing("notes", new Sighting.Note("zero", null))
                .append("notes", a)
                .appendIfMissing("notes", a)
                .appendIfMissing("notes", new Sighting.Note("b", 3))
                .remove("notes", a)
                .delete("notes", 2)
                .run();

        assertThat(fixture.source("1").get("notes"))
                .isEqualTo(
                        Json.MAPPER.readTree(
                                "[{\"text\":\"zero\"},{\"text\":\"first\"},{\"text\":\"c\"},{\"text\":\"a\"},{\"text\":\"b\",\"weight\":3}]"));
    }

    @Test
    void makesWhatIsMissingOnTheWay() {
        fixture.save("1", "{\"place\":null}");

        sightings
                .update("1")
                .increment("place.visits", 2)
                .append("tags", "x")
                .max("level", 7)
                .min("score", 0.5)
                .set("labels.deep", Map.of("er", 1))
                .remove("notes", new Sighting.Note("none", null))
                .delete("counters", "none")
                .run();

        assertThat(fixture.source("1"))
                .isEqualTo(Json.MAPPER.readTree("{\"place\":{\"visits\":2},\"tags\":[\"x\"],\"level\":7,\"score\":0.5,"
                        + "\"labels\":{\"deep\":{\"er\":1}}}"));
    }

    @Test
    void removesAFieldThatIsSetToNullOrDeleted() {
        fixture.save("1", "{\"status\":\"open\",\"level\":1,\"seen\":1}");

        sightings.update("1").set("status", null).delete("level").run();
        UpdateOutcome again =
                sightings.update("1").set("status", null).delete("level").run();

        assertThat(fixture.source("1")).hasToString("{\"seen\":1}");
        assertThat(again).isInstanceOf(Unchanged.class);
    }

    @Test
    void countsOnBeyondAnIntAndRefusesToGoBeyondALong() {
        fixture.save("1", "{\"seen\":2147483647,\"counters\":{\"big\":9223372036854775807}}");

        sightings.update("1").increment("seen", 1).run();

        assertThat(fixture.source("1").get("seen").longValue()).isEqualTo(2147483648L);
        assertThatThrownBy(() -> sightings
                        .update("1")
                        .increment("seen", 1)
                        .increment("counters.big", 1)
                        .run())
                .isInstanceOf(UpdateRefusedException.class)
                .hasMessage("document '1' of collection " + fixture.collection()
                        + " was not updated: INC counters.big: the result is beyond a long");
        assertThat(fixture.source("1").get("seen").longValue()).isEqualTo(2147483648L);
    }

    @Test
    void refusesWhatDoesNotFitTheStoredDocument() {
        fixture.save("1", "{\"labels\":{\"text\":\"x\"}}");

        assertThatThrownBy(
                        () -> sightings.update("1").increment("labels.text", 1).run())
                .isInstanceOf(UpdateRefusedException.class)
                .hasMessageEndingWith("INC labels.text: the stored value is no number");
        assertThatThrownBy(
                        () -> sightings.update("1").set("labels.text.more", 1).run())
                .isInstanceOf(UpdateRefusedException.class)
                .hasMessageEndingWith("SET labels.text.more: labels.text is no object");
    }

    @Test
    void takesHostileKeysAndValuesAsData() {
        fixture.save("1", "{\"status\":\"open\"}");
        String hostile = RandomUpdates.HOSTILE;
        List<String> keys = List.of(hostile, "a.b", "\"quoted\"", "ü\uD83D\uDE00", "ctx._source");

        UpdateBuilder<Sighting> update = sightings.update("1").append("tags", hostile);
        for (String key : keys) {
            update.with(new UpdateOperation(Verb.SET, FieldPath.of("labels").child(key), key));
        }
        update.run();

        assertThat(fixture.source("1").get("status").stringValue()).isEqualTo("open");
        assertThat(fixture.source("1").get("tags").get(0).stringValue()).isEqualTo(hostile);
        for (String key : keys) {
            assertThat(fixture.source("1").get("labels").get(key).stringValue()).isEqualTo(key);
        }

        UpdateBuilder<Sighting> deletion = sightings.update("1");
        keys.forEach(key -> deletion.delete("labels", key));
        deletion.run();

        assertThat(fixture.source("1").get("labels")).hasToString("{}");
    }

    @Test
    void refusesAVersionThatIsNotTheLast() {
        fixture.save("1", "{}");
        VersionToken first =
                ((Updated) sightings.update("1").increment("seen", 1).run()).version();

        UpdateOutcome second =
                sightings.update("1").increment("seen", 1).ifVersion(first).run();

        assertThat(second).isInstanceOf(Updated.class);
        assertThatThrownBy(() -> sightings
                        .update("1")
                        .increment("seen", 1)
                        .ifVersion(first)
                        .run())
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("document '1' of collection " + fixture.collection() + " was changed");
        assertThat(fixture.source("1").get("seen").intValue()).isEqualTo(2);
    }

    @Test
    void refusesAVersionOfADocumentThatWasDeletedSince() {
        fixture.save("1", "{}");
        VersionToken first =
                ((Updated) sightings.update("1").increment("seen", 1).run()).version();
        fixture.delete("1");

        assertThatThrownBy(() ->
                        sightings.update("1").set("seen", 1).ifVersion(first).run())
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("was changed or deleted");
    }

    @Test
    void refusesAVersionOfAnOlderGenerationAlsoWhenItsNumbersAreTheSame() {
        fixture.save("1", "{}");
        VersionToken now = ((Updated) sightings.update("1").increment("seen", 1).run()).version();
        VersionToken older = new VersionToken(fixture.collection() + "-g0000", now.seqNo(), now.primaryTerm());

        assertThatThrownBy(() ->
                        sightings.update("1").set("seen", 9).ifVersion(older).run())
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("has been moved on from index " + older.index());
        assertThat(fixture.source("1").get("seen").intValue()).isEqualTo(1);
        assertThat(node.get("/" + older.index()).status()).isEqualTo(404);
    }

    @Test
    void isSeenBySearchesWhenItSaysSo() {
        fixture.save("1", "{}");

        sightings.update("1").set("status", "shown").refresh(Refresh.NOW).run();

        assertThat(node.get("/" + fixture.index() + "/_count?q=status:shown").body())
                .contains("\"count\":1");
    }

    @Test
    void neverMakesACollectionThatIsNotThere() {
        Updates<Sighting> lost = new Updates<>(
                cluster, fixture.collection() + "-lost", UpdateFixture.TYPE, new OperationIds(new SecureRandom()));

        assertThatThrownBy(() -> lost.update("1")
                        .set("status", "x")
                        .orCreate(Sighting.empty("1"))
                        .run())
                .isInstanceOf(MissingCollectionException.class);
        assertThat(node.get("/" + fixture.collection() + "-lost").status()).isEqualTo(404);
    }

    @Test
    void notesOnlyWhatWouldCountTwice() {
        fixture.save("1", "{}");
        fixture.save("2", "{}");

        sightings.update("1").set("status", "x").appendIfMissing("tags", "x").run();
        for (int i = 0; i < 5; i++) {
            sightings.update("2").increment("seen", 1).run();
        }

        assertThat(fixture.hidden("1").isMissingNode()).isTrue();
        assertThat(fixture.hidden("2").get("ops").size()).isEqualTo(1);
        assertThat(fixture.hidden("2").get("ops").iterator().next().get(0).intValue())
                .isEqualTo(5);
    }

    @Test
    void keepsTheNotesOf64WritersAtMost() {
        fixture.save("1", "{}");

        for (int i = 0; i < 70; i++) {
            fixture.updates(cluster).update("1").increment("seen", 1).run();
        }

        assertThat(fixture.hidden("1").get("ops").size()).isEqualTo(64);
        assertThat(fixture.hidden("1").get("gone").isNumber()).isTrue();
        assertThat(fixture.source("1").get("seen").intValue()).isEqualTo(70);
    }
}
