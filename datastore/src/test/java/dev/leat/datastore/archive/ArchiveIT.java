package dev.leat.datastore.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.Collection;
import dev.leat.datastore.ScopedCollection;
import dev.leat.datastore.document.ConflictException;
import dev.leat.datastore.document.DeleteOutcome;
import dev.leat.datastore.document.MissingException;
import dev.leat.datastore.document.OnMissing;
import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.document.Stored;
import dev.leat.datastore.document.Tier;
import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.mapping.Id;
import dev.leat.datastore.query.AccessFilter;
import dev.leat.datastore.query.Query;
import dev.leat.datastore.update.UpdateOutcome;
import dev.leat.elastic.ConfigException;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What moves to the archive and back, and where it is found. */
@WithElasticsearch
@Tag("smoke")
class ArchiveIT {

    private final Letters letters;
    private final Collection<Letter> collection;

    ArchiveIT(TestElasticsearch node) {
        this.letters = new Letters(node);
        this.collection = letters.collection;
    }

    @AfterEach
    void close() {
        letters.close();
    }

    @Test
    void movesWhatAQueryFinds() {
        letters.save(0, 1_300, 1999);
        letters.save(1_300, 1_500, 2001);

        ArchiveReport report = collection.archive(Letters.OLD);

        assertThat(report.moved()).isEqualTo(1_300);
        assertThat(report.changedMeanwhile() + report.missing() + report.failed())
                .isZero();
        assertThat(report.isComplete()).isTrue();
        assertThat(letters.counts()).containsExactly(200L, 1_300L, 1_500L);
        assertThat(collection.get("l7")).isEmpty();
        assertThat(collection.get("l7", Tier.HOT)).isEmpty();
        assertThat(collection.get("l7", Tier.ARCHIVE)).map(Stored::value).contains(Letter.of("l7", 1999));
        assertThat(collection.get("l7", Tier.ALL).orElseThrow().version().tier())
                .isEqualTo(Tier.ARCHIVE);
        assertThat(collection.get("l1400", Tier.ARCHIVE)).isEmpty();
        assertThat(collection.get("l1400", Tier.ALL).orElseThrow().version().tier())
                .isEqualTo(Tier.HOT);
        assertThat(letters.archiveIndices()).containsExactly(letters.name + "-archive-000001");
    }

    @Test
    void findsInTheTierThatIsAskedFor() {
        letters.save(0, 3, 1999);
        letters.save(3, 5, 2001);

        assertThat(letters.counts()).containsExactly(5L, 0L, 5L);
        assertThat(collection.search(Query.all(), Tier.ARCHIVE).facet("year").entries())
                .isEmpty();
        collection.archive(Letters.OLD);
        letters.counts();

        assertThat(collection.search(Query.lucene("year:1999"), Tier.HOT).count())
                .isZero();
        assertThat(collection
                        .search(Query.lucene("year:1999"), Tier.ARCHIVE)
                        .run()
                        .matches())
                .allSatisfy(match -> assertThat(match.version().tier()).isEqualTo(Tier.ARCHIVE))
                .hasSize(3);
        assertThat(collection.search(Query.all(), Tier.ALL).stats("year").sum()).isEqualTo(3 * 1999 + 2 * 2001);
    }

    @Test
    void deletesFromTheArchiveByAQueryThere() {
        letters.save(0, 3, 1999);
        letters.save(3, 5, 1980);
        letters.save(5, 6, 1980);
        collection.archive(Query.ids(List.of("l0", "l1", "l2", "l3", "l4")));
        letters.counts();

        assertThat(collection
                        .search(Query.lucene("year:1980"), Tier.ARCHIVE)
                        .deleteByQuery()
                        .changed())
                .isEqualTo(2);

        assertThat(letters.counts()).containsExactly(1L, 3L, 4L);
    }

    @Test
    void movesOneDocumentThatIsNotRefreshed() {
        collection.save(Letter.of("new", 2020));

        assertThat(collection.archive("new").moved()).isEqualTo(1);

        assertThat(letters.counts()).containsExactly(0L, 1L, 1L);
        ArchiveReport again = collection.archive("new");
        assertThat(again.missing()).isEqualTo(1);
        assertThat(again.moved()).isZero();
        assertThat(collection.archive("never").missing()).isEqualTo(1);
        assertThat(letters.counts()).containsExactly(0L, 1L, 1L);
    }

    @Test
    void takesHostileIdsForIds() {
        List<String> ids =
                List.of("a'];ctx.op='delete'//", "../_all", "*", "a,b", "_x", "a\"b\\c", "ä😀\n", " ", "x".repeat(512));
        ids.forEach(id -> collection.save(id, Letter.of(id, 1999)));

        for (String id : ids) {
            assertThat(collection.archive(id).moved()).as(id).isEqualTo(1);
            assertThat(collection.get(id, Tier.ARCHIVE)).map(Stored::value).contains(Letter.of(id, 1999));
        }
        assertThat(letters.counts()).containsExactly(0L, (long) ids.size(), (long) ids.size());
        ids.forEach(collection::restore);

        assertThat(letters.counts()).containsExactly((long) ids.size(), 0L, (long) ids.size());
        assertThat(collection.multiget(ids, OnMissing.FAIL))
                .extracting(Stored::value)
                .containsExactlyElementsOf(
                        ids.stream().map(id -> Letter.of(id, 1999)).toList());
        assertThatThrownBy(() -> collection.archive("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void savesAnArchivedIdAsADocumentOfTheCollection() {
        collection.save(Letter.of("l", 1999));
        collection.archive("l");
        VersionToken archived = collection.get("l", Tier.ARCHIVE).orElseThrow().version();

        assertThatThrownBy(() -> collection.modify("l", Letter::seenOnceMore)).isInstanceOf(MissingException.class);
        assertThat(collection.update("l").set("year", 5).run()).isInstanceOf(UpdateOutcome.Missing.class);
        assertThat(collection.delete("l")).isEqualTo(DeleteOutcome.MISSING);
        assertThatThrownBy(() -> collection.replace(Letter.of("l", 5), archived))
                .isInstanceOf(ConflictException.class)
                .hasMessage("document 'l' of collection " + letters.name
                        + " was read from an archive, where it cannot be changed; restore it first");
        collection.create(Letter.of("l", 2001), Refresh.NOW);

        assertThat(collection.get("l", Tier.ALL)).map(Stored::value).contains(Letter.of("l", 2001));
        assertThat(collection.get("l", Tier.ARCHIVE)).map(Stored::value).contains(Letter.of("l", 1999));
        assertThat(letters.counts()).containsExactly(1L, 1L, 2L);
        assertThatThrownBy(() -> collection.restore("l"))
                .isInstanceOf(ConflictException.class)
                .hasMessage("document 'l' of collection " + letters.name
                        + " is in the archive and, with other content, in the collection; delete one of the two");

        assertThat(collection.archive("l").moved()).isEqualTo(1);

        assertThat(letters.archived()).containsExactly(Letter.of("l", 2001));
        assertThat(letters.counts()).containsExactly(0L, 1L, 1L);
    }

    @Test
    void restoresWhatWasArchived() {
        Letter letter = Letter.of("l", 1999);
        collection.save(letter);
        collection.modify("l", Letter::seenOnceMore);
        collection.archive("l");

        VersionToken version = collection.restore("l");

        assertThat(version.tier()).isEqualTo(Tier.HOT);
        assertThat(collection.getIfExists("l")).contains(new Stored<>("l", letter.seenOnceMore(), version));
        assertThat(letters.counts()).containsExactly(1L, 0L, 1L);
        assertThat(collection.restore("l")).isEqualTo(version);
        assertThat(collection.modify("l", Letter::seenOnceMore).value().seen()).isEqualTo(2);
        assertThatThrownBy(() -> collection.restore("never"))
                .isInstanceOf(MissingException.class)
                .hasMessage("collection " + letters.name + " has no document 'never'");
    }

    @Test
    void saysWhyTheArchiveDoesNotTakeADocument() {
        letters.save(0, 3, 1999);
        collection.rolloverArchive(RolloverConditions.none());
        letters.node.put("/" + letters.name + "-archive/_settings", "{\"index.final_pipeline\":\"no-such-pipeline\"}");

        ArchiveReport report = collection.archive(Letters.OLD);

        assertThat(report.moved()).isZero();
        assertThat(report.failed()).isEqualTo(3);
        assertThat(report.isComplete()).isFalse();
        assertThat(report.failures())
                .hasSize(3)
                .allSatisfy(letter -> assertThat(letter.reason()).contains("no-such-pipeline"));
        assertThat(letters.counts()).containsExactly(3L, 0L, 3L);
    }

    @Test
    void deletesNothingWhoseCopyIsNotTheSame() {
        String pipeline = letters.name + "-pipeline";
        letters.node
                .put("/_ingest/pipeline/" + pipeline, "{\"processors\":[{\"set\":{\"field\":\"year\",\"value\":1}}]}")
                .orFail();
        letters.save(0, 3, 1999);
        collection.rolloverArchive(RolloverConditions.none());
        letters.node.put("/" + letters.name + "-archive/_settings", "{\"index.final_pipeline\":\"" + pipeline + "\"}");

        ArchiveReport report = collection.archive(Letters.OLD);
        letters.node.put("/" + letters.name + "-archive/_settings", "{\"index.final_pipeline\":null}");
        letters.node.delete("/_ingest/pipeline/" + pipeline);

        assertThat(report.failed()).isEqualTo(3);
        assertThat(report.failures())
                .allSatisfy(letter -> assertThat(letter.reason())
                        .isEqualTo(
                                "index " + letters.name + "-archive-000002 holds other content than was written to it; "
                                        + "does an ingest pipeline change it?"));
        assertThat(letters.counts()).containsExactly(3L, 0L, 3L);
        assertThat(collection.archive(Letters.OLD).moved()).isEqualTo(3);
    }

    record WithNote(
            @Id String id,
            String from,
            int year,
            long seen,
            @Nullable String note) {}

    @Test
    void keepsFieldsThatTheClassDoesNotKnow() {
        Collection<WithNote> newer = letters.datastore.register(letters.name, WithNote.class);
        newer.save(new WithNote("l", "Ada", 1999, 3, "kept"));

        collection.archive("l");

        assertThat(letters.json("/" + letters.name + "-archive/_doc/l")
                        .path("_source")
                        .path("note")
                        .asString())
                .isEqualTo("kept");
        assertThat(newer.get("l", Tier.ARCHIVE)).map(Stored::value).contains(new WithNote("l", "Ada", 1999, 3, "kept"));
        collection.restore("l");
        assertThat(newer.require("l").value()).isEqualTo(new WithNote("l", "Ada", 1999, 3, "kept"));
    }

    @Test
    void isNotThereForAScopedView() {
        collection.save(Letter.of("l", 1999));
        collection.archive("l");
        collection.commit();
        ScopedCollection<Letter> scoped = collection.scoped(AccessFilter.term("from", "Ada"));

        assertThat(scoped.getIfExists("l")).isEmpty();
        assertThat(scoped.count("*:*")).isZero();
        assertThat(ScopedCollection.class.getMethods()).allSatisfy(method -> {
            assertThat(method.getName()).isNotIn("archive", "restore", "rolloverArchive", "fixIlm");
            assertThat(method.getParameterTypes()).doesNotContain(Tier.class);
        });
    }

    @Test
    void refusesAnAliasThatHoldsSomethingElse() {
        letters.node.put("/" + letters.name + "-g0001/_alias/" + letters.name + "-archive", "{}");

        assertThatThrownBy(() -> collection.archive(Letters.OLD))
                .isInstanceOf(ConfigException.class)
                .hasMessage("archive: alias " + letters.name + "-archive points at index " + letters.name
                        + "-g0001, which is none of " + letters.name
                        + "-archive-000001 and so on; remove it from the alias");
    }
}
