package dev.leat.datastore.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.Progress;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithElasticsearch
class MigrationIT {

    private static final String SECOND = Lakes.FIRST.replace("\"integer\"", "\"long\"");

    private final TestElasticsearch elasticsearch;
    private final Lakes lakes;

    MigrationIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.lakes = new Lakes(elasticsearch);
    }

    @AfterEach
    void close() {
        lakes.close();
    }

    private void fill(int documents) {
        lakes.collection(Lakes.FIRST).register(SchemaMode.UPDATE);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < documents; i++) {
            lines.append("{\"index\":{\"_id\":\"").append(i).append("\"}}\n");
            lines.append("{\"name\":\"Lake ")
                    .append(i)
                    .append("\", \"depth\":")
                    .append(i)
                    .append("}\n");
        }
        elasticsearch
                .postLines("/" + lakes.name + "/_bulk?refresh=true", lines.toString())
                .orFail();
    }

    private void expectAll(int documents) {
        assertThat(elasticsearch.count(lakes.name)).isEqualTo(documents);
        for (int i = 0; i < documents; i += Math.max(1, documents / 10)) {
            assertThat(lakes.source(Integer.toString(i)))
                    .isEqualTo("{\"name\":\"Lake " + i + "\", \"depth\":" + i + "}");
        }
    }

    /** Ends the process, as far as the migration can tell. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void movesEverythingAndKeepsTheOldIndexBlocked() {
        fill(100);
        lakes.put("7", "{'name':'changed'}");
        elasticsearch.delete("/" + lakes.name + "/_doc/8").orFail();

        MigrationReport report = lakes.reindex(SECOND);

        assertThat(report).isEqualTo(new MigrationReport(lakes.name + "-g0001", lakes.name + "-g0002", 99));
        assertThat(lakes.current()).isEqualTo(lakes.name + "-g0002");
        assertThat(lakes.type("depth")).isEqualTo("long");
        assertThat(lakes.source("7")).isEqualTo("{\"name\":\"changed\"}");
        assertThat(elasticsearch.count(lakes.name)).isEqualTo(99);
        assertThat(elasticsearch.put("/" + lakes.name + "-g0001/_doc/x", "{}").status())
                .isEqualTo(403);
        lakes.put("new", "{'name':'new'}");
        assertThat(lakes.collection(SECOND).plan().isEmpty()).isTrue();
    }

    @Test
    void goesOnFromEveryMomentAtWhichItWasKilled() {
        fill(25);
        List<String> moments = new ArrayList<>();
        lakes.collection(lakes.schema(Lakes.FIRST), moments::add).reindex(Loss.REFUSED, Progress.none());
        assertThat(moments)
                .containsExactly(
                        "Planned.record",
                        "Planned.act",
                        "Blocked.record",
                        "Blocked.act",
                        "Created.record",
                        "Created.act",
                        "Copied.record",
                        "Copied.act",
                        "Verified.record",
                        "Verified.act",
                        "Swapped.record",
                        "Swapped.act",
                        "Finished.record");

        int generation = 2;
        for (String moment : moments) {
            CollectionSchema killed = lakes.collection(lakes.schema(Lakes.FIRST), now -> {
                if (now.equals(moment)) {
                    throw new Killed();
                }
            });
            assertThatThrownBy(() -> killed.reindex(Loss.REFUSED, Progress.none()))
                    .isInstanceOf(Killed.class);
            expectAll(25);

            MigrationReport report = lakes.reindex(Lakes.FIRST);

            generation++;
            assertThat(report.to()).as(moment).isEqualTo(new Generation(lakes.name, generation).index());
            assertThat(lakes.current()).as(moment).isEqualTo(report.to());
            expectAll(25);
            lakes.put("extra", "{'name':'" + moment + "'}");
            elasticsearch.delete("/" + lakes.name + "/_doc/extra").orFail();
            lakes.collection(Lakes.FIRST).discardOldGenerations();
        }
    }

    @Test
    void takesAMigrationBackWhenTheSchemaHasChangedMeanwhile() {
        fill(10);
        CollectionSchema killed = lakes.collection(lakes.schema(SECOND), now -> {
            if (now.equals("Copied.act")) {
                throw new Killed();
            }
        });
        assertThatThrownBy(() -> killed.reindex(Loss.REFUSED, Progress.none())).isInstanceOf(Killed.class);
        assertThat(lakes.collection(SECOND).plan().toString()).contains("broken off after step Copied");

        MigrationReport report = lakes.reindex(Lakes.FIRST);

        assertThat(report.documents()).isEqualTo(10);
        assertThat(lakes.type("depth")).isEqualTo("integer");
        expectAll(10);
    }

    /** The alias has moved, and that was not written down. */
    private void killAfterTheMove() {
        fill(10);
        CollectionSchema killed = lakes.collection(lakes.schema(SECOND), now -> {
            if (now.equals("Swapped.record")) {
                throw new Killed();
            }
        });
        assertThatThrownBy(() -> killed.reindex(Loss.REFUSED, Progress.none())).isInstanceOf(Killed.class);
        assertThat(lakes.current()).isEqualTo(lakes.name + "-g0002");
        lakes.put("later", "{'name':'written to the new index'}");
        elasticsearch.refresh(lakes.name);
    }

    @Test
    void goesOnFromAMoveThatWasNotWrittenDownThoughTheSchemaHasChanged() {
        killAfterTheMove();

        MigrationReport report = lakes.reindex(Lakes.FIRST);

        assertThat(report).isEqualTo(new MigrationReport(lakes.name + "-g0002", lakes.name + "-g0003", 11));
        assertThat(lakes.source("later")).isEqualTo("{\"name\":\"written to the new index\"}");
        assertThat(lakes.type("depth")).isEqualTo("integer");
    }

    @Test
    void isWipedAfterAMoveThatWasNotWrittenDown() {
        killAfterTheMove();

        lakes.collection(Lakes.FIRST).wipe();

        assertThat(lakes.generations()).isEqualTo(lakes.name + "-g0003");
        assertThat(elasticsearch.count(lakes.name)).isZero();
        lakes.put("new", "{'name':'new'}");
        assertThat(lakes.collection(Lakes.FIRST).plan().isEmpty()).isTrue();
    }

    @Test
    void keepsAMoveThatWasMadeWhileItWasTakenBack() {
        fill(10);
        CollectionSchema killed = lakes.collection(lakes.schema(SECOND), now -> {
            if (now.equals("Verified.act")) {
                throw new Killed();
            }
        });
        assertThatThrownBy(() -> killed.reindex(Loss.REFUSED, Progress.none())).isInstanceOf(Killed.class);
        // The one who was thought dead moves the alias, when another has begun to take it all back.
        IndexAdmin late = new IndexAdmin(lakes.cluster, lakes.name);
        CollectionSchema other = lakes.collection(lakes.schema(Lakes.FIRST), now -> {
            if (now.equals("Abandoning.act")) {
                late.swap(new Generation(lakes.name, 1), new Generation(lakes.name, 2));
                lakes.put("later", "{'name':'written to the new index'}");
            }
        });

        other.discardOldGenerations();

        assertThat(lakes.generations()).isEqualTo(lakes.name + "-g0002");
        elasticsearch.refresh(lakes.name);
        assertThat(elasticsearch.count(lakes.name)).isEqualTo(11);
        assertThat(lakes.collection(SECOND).plan().isEmpty()).isTrue();
    }

    @Test
    void leavesAllAsItWasWhenADocumentDoesNotFit() {
        fill(10);
        lakes.put("bad", "{'name':'no number'}");
        String numbers = Lakes.FIRST.replace("\"name\":{\"type\":\"keyword\"}", "\"name\":{\"type\":\"long\"}");

        assertThatThrownBy(() -> lakes.reindex(numbers))
                .isInstanceOf(MigrationFailedException.class)
                .hasMessageStartingWith("collection " + lakes.name + " could not be moved from " + lakes.name
                        + "-g0001 to " + lakes.name + "-g0002: 11 documents could not be copied: ")
                .hasMessageContaining("document_parsing_exception")
                .hasMessageEndingWith("it stays where it was, mend the documents or the schema and begin again");

        assertThat(lakes.generations()).isEqualTo(lakes.name + "-g0001");
        lakes.put("new", "{'name':'written again'}");
        assertThat(lakes.collection(Lakes.FIRST).plan().isEmpty()).isTrue();
    }

    @Test
    void findsADifferenceInOneDocument() {
        fill(50);
        CollectionSchema meddled = lakes.collection(lakes.schema(SECOND), now -> {
            if (now.equals("Copied.act")) {
                elasticsearch
                        .put("/" + lakes.name + "-g0002/_doc/17", "{\"name\":\"Lake 17\", \"depth\":71}")
                        .orFail();
            }
        });

        assertThatThrownBy(() -> meddled.reindex(Loss.REFUSED, Progress.none()))
                .isInstanceOf(MigrationFailedException.class)
                .hasMessageContaining(
                        "the copy differs: 50 documents became 50, such as '17' (other content); it stays where it was");
        expectAll(50);
    }

    @Test
    void goesBackUnlessThatWouldLoseWrites() {
        fill(10);
        lakes.reindex(SECOND);
        CollectionSchema collection = lakes.collection(SECOND);

        assertThat(collection.rollback(Loss.REFUSED)).isEqualTo(lakes.name + "-g0001");
        assertThat(lakes.current()).isEqualTo(lakes.name + "-g0001");
        lakes.put("new", "{'name':'new'}");
        assertThatThrownBy(() -> collection.rollback(Loss.REFUSED))
                .isInstanceOf(RejectedException.class)
                .hasMessage("collection " + lakes.name + " has no earlier index to go back to");

        assertThat(lakes.reindex(SECOND).to()).isEqualTo(lakes.name + "-g0003");
        lakes.put("newer", "{'name':'newer'}");
        assertThatThrownBy(() -> collection.rollback(Loss.REFUSED))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("going back loses these writes, which you have to accept");
        lakes.put("newest", "{'name':'newest'}");
        assertThat(collection.rollback(Loss.ACCEPTED)).isEqualTo(lakes.name + "-g0001");
        assertThat(elasticsearch.count(lakes.name)).isEqualTo(11);
        assertThat(collection.discardOldGenerations()).containsExactly(lakes.name + "-g0002", lakes.name + "-g0003");
    }

    @Test
    void letsOneProcessAtATimeChangeACollection() {
        LeaseLock mine = new LeaseLock(lakes.cluster, Duration.ofMillis(400));
        LeaseLock theirs = new LeaseLock(lakes.cluster, Duration.ofMillis(400));
        Lease first = mine.acquire(lakes.name, Duration.ZERO);
        assertThat(first.term()).isEqualTo(1);
        assertThatThrownBy(() -> theirs.acquire(lakes.name, Duration.ofMillis(100)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageStartingWith("collection " + lakes.name + " is being changed by another process");
        first.requireHeld();

        Lease second = theirs.acquire(lakes.name, Duration.ofSeconds(30));

        assertThat(second.term()).isEqualTo(2);
        second.requireHeld();
        assertThatThrownBy(first::requireHeld)
                .isInstanceOf(UnavailableException.class)
                .hasMessageStartingWith("another process has taken over the change of collection " + lakes.name);
        second.close();
        try (Lease third = mine.acquire(lakes.name, Duration.ZERO)) {
            assertThat(third.term()).isEqualTo(3);
        }
    }
}
