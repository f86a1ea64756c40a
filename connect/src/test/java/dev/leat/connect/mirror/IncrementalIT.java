package dev.leat.connect.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.ChangeSink;
import dev.leat.connect.Checkpoint;
import dev.leat.connect.Cursor;
import dev.leat.connect.CursorLostException;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Filter;
import dev.leat.connect.IncrementalSource;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Progress;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an incremental sync does to an index. */
@WithElasticsearch
class IncrementalIT {

    private static final Scope A = new Scope("a");

    private MirrorFixture mirror;
    private final ScriptedSource documents = new ScriptedSource();
    private Changes changes = sink -> {};
    private int position = 1;

    @BeforeEach
    void open(TestElasticsearch elasticsearch, @TempDir Path directory) {
        mirror = new MirrorFixture(elasticsearch, directory);
    }

    @AfterEach
    void close() {
        mirror.close();
    }

    /** What a source reports. */
    @FunctionalInterface
    interface Changes {
        void report(ChangeSink sink) throws Exception;
    }

    /** The scripted documents, and whatever the test reports as changes. */
    private final class Source implements IncrementalSource {

        @Override
        public Cursor cursor() {
            return new Cursor(Map.of("at", position));
        }

        @Override
        public Cursor readChanges(Filter filter, Cursor from, ChangeSink sink) throws Exception {
            changes.report(sink);
            return new Cursor(Map.of("after", from.value()));
        }

        @Override
        public void ping() {}

        @Override
        public List<Scope> scopes(Filter filter) {
            return documents.scopes(filter);
        }

        @Override
        public void read(Scope scope, Checkpoint from, DocumentSink sink) throws Exception {
            documents.read(scope, from, sink);
        }

        @Override
        public void close() {}
    }

    private IncrementalReport run(MirrorSettings settings) {
        return Mirror.runIncremental(
                mirror.cluster, settings, new Source(), new Cursor(Map.of("at", 1)), new LiveCounts(), Progress.none());
    }

    @Test
    void appliesChangesAsAFullSyncWould() {
        documents.fill("a", 0, 50, "first");
        mirror.mirror(documents, settings -> settings.withStamp(Stamp.protocol()));
        documents.put("a", "a-000001", "edited").put("a", "new", "added").remove("a", "a-000002");
        documents.put(
                "a",
                SourceDocument.of("a-000003", Map.of("text", "x"))
                        .withContent("2", ScriptedSource.content("body", "y")));
        changes = sink -> {
            sink.put(A, ScriptedSource.document("a-000001", "edited"));
            sink.put(A, ScriptedSource.document("new", "added"));
            sink.delete(A, "a-000002");
            sink.delete(A, "never there");
            sink.put(
                    A,
                    SourceDocument.of("a-000003", Map.of("text", "x"))
                            .withContent("2", ScriptedSource.content("body", "y")));
        };

        IncrementalReport report = run(mirror.settings().withStamp(Stamp.protocol()));
        Map<String, Long> written = mirror.seqNos();
        MirrorReport full = mirror.mirror(documents, settings -> settings.withStamp(Stamp.protocol()));

        assertThat(report.totals().created()).isEqualTo(1);
        assertThat(report.totals().updated()).isEqualTo(2);
        assertThat(report.totals().deleted()).isEqualTo(1);
        assertThat(report.cursor().value()).isEqualTo(Map.of("after", Map.of("at", 1)));
        assertThat(mirror.texts()).isEqualTo(documents.texts());
        assertThat(full.totals().unchanged()).isEqualTo(50);
        assertThat(mirror.seqNos()).isEqualTo(written);
    }

    @Test
    void aFullSyncHandsBackThePositionBeforeItsFirstAttempt() {
        documents.fill("a", 0, 30, "text");
        Thread runner = Thread.currentThread();
        documents.onEach((scope, number) -> {
            if (number == 15) {
                runner.interrupt();
                new CountDownLatch(1).await();
            }
        });
        assertThatThrownBy(() -> mirror.mirror(new Source())).isInstanceOf(CancelledException.class);
        Thread.interrupted();
        documents.onEach((scope, number) -> {});
        position = 2;

        MirrorReport continued = mirror.mirror(new Source());
        MirrorReport next = mirror.mirror(new Source());
        documents.onEach((scope, number) -> {
            throw new IllegalStateException("not listed");
        });

        assertThat(continued.attempts()).isEqualTo(2);
        assertThat(continued.cursor()).isEqualTo(new Cursor(Map.of("at", 1)));
        assertThat(next.cursor()).isEqualTo(new Cursor(Map.of("at", 2)));
        assertThat(mirror.mirror(new Source()).cursor()).isNull();
        assertThat(mirror.mirror(documents).cursor()).isNull();
    }

    @Test
    void letsTheLastOfSeveralChangesStay() {
        changes = sink -> {
            for (int i = 0; i < 300; i++) {
                int version = i;
                String id = "d" + i % 7;
                sink.put(A, SourceDocument.of(id, Map.of()).withContent("v" + i, () -> {
                    // The earlier ones take longer.
                    Thread.sleep(version % 3 == 0 ? 5 : 0);
                    return ScriptedSource.content("text", "version " + version).fetch();
                }));
                if (i % 50 == 0) {
                    sink.delete(A, id);
                }
            }
            sink.delete(A, "d0");
        };

        run(mirror.settings());

        assertThat(mirror.texts())
                .isEqualTo(Map.of(
                        "d1", "version 295",
                        "d2", "version 296",
                        "d3", "version 297",
                        "d4", "version 298",
                        "d5", "version 299",
                        "d6", "version 293"));
    }

    @Test
    void deletesWhatHasLeftTheRules() {
        documents.fill("a", 0, 3, "wanted");
        mirror.mirror(documents);
        changes = sink -> sink.put(A, ScriptedSource.document("a-000001", "not any more"));

        IncrementalReport report = run(mirror.settings()
                .withRules(new FormIT.Rules(
                        "wanted", fields -> String.valueOf(fields.get("text")).startsWith("wanted"))));

        assertThat(mirror.texts()).containsOnlyKeys("a-000000", "a-000002");
        assertThat(report.totals().filtered()).isEqualTo(1);
        assertThat(report.totals().deleted()).isEqualTo(1);
    }

    @Test
    void keepsWhatFailsAsDeadLettersBeforeItMovesOn() {
        changes = sink -> {
            sink.put(A, SourceDocument.of("1", Map.of("n", 1)));
            sink.put(A, SourceDocument.of("2", Map.of("n", "no number")));
            sink.failed(A, "3", new IllegalStateException("is broken"));
            sink.put(A, SourceDocument.of("4", Map.of()).withContent("1", () -> {
                throw new IllegalStateException("cannot be fetched");
            }));
        };

        IncrementalReport report = run(mirror.settings());

        assertThat(report.deadLetters()).isEqualTo(new DeadLetterPlace.InIndex(mirror.letters));
        assertThat(mirror.deadLetters()).containsOnlyKeys("2", "3", "4").containsEntry("3", "is broken");
        assertThat(report.totals().rejected()).isEqualTo(1);
        assertThat(report.totals().failed()).isEqualTo(2);
    }

    @Test
    void letsNobodySeeWhatHasNoAccessList() {
        documents.fill("a", 0, 3, "open");
        mirror.mirror(documents);
        changes = sink -> {
            sink.put(A, ScriptedSource.document("a-000000", "for jane").withAccess(List.of("user:jane")));
            sink.put(A, ScriptedSource.document("new", "for nobody"));
            sink.put(
                    A,
                    SourceDocument.of("a-000001", Map.of("text", "x"))
                            .withContent("1", () -> {
                                throw new IllegalStateException("cannot be fetched");
                            })
                            .withAccess(List.of("user:joe")));
        };

        run(mirror.settings().withSecurity(Security.DOCUMENT_LEVEL));

        assertThat(mirror.documents().entrySet().stream()
                        .map(entry -> entry.getKey() + " "
                                + entry.getValue().path("_allow_access_control").toString()))
                .containsExactly(
                        "a-000000 [\"user:jane\"]",
                        "a-000001 [\"user:joe\"]",
                        "a-000002 [\"_nobody\"]",
                        "new [\"_nobody\"]");
    }

    @Test
    void handsBackNoPositionWhenNotEverythingWasReported() {
        changes = sink -> {
            sink.put(A, ScriptedSource.document("1", "written"));
            throw new IllegalStateException("the log is gone");
        };
        assertThatThrownBy(() -> run(mirror.settings()))
                .hasMessage("The source cannot say what has changed: the log is gone");

        changes = sink -> {
            throw new CursorLostException("The log begins after that position");
        };
        assertThatThrownBy(() -> run(mirror.settings())).isInstanceOf(CursorLostException.class);
    }

    @Test
    void writesNothingInADryRun() {
        documents.fill("a", 0, 3, "wanted");
        mirror.mirror(documents);
        changes = sink -> {
            sink.put(A, ScriptedSource.document("a-000001", "edited"));
            sink.delete(A, "a-000002");
        };

        IncrementalReport report = run(mirror.settings().withMode(RunMode.DRY_RUN));

        assertThat(mirror.texts()).isEqualTo(documents.texts());
        assertThat(report.remarks())
                .containsExactly(
                        new Remark(Remark.Kind.UPDATED, "a", "a-000001", ""),
                        new Remark(Remark.Kind.DELETED, "a", "a-000002", ""));
    }

    @Test
    void refusesAFilterThatTheSourceDoesNotKnow() {
        assertThatThrownBy(() -> run(mirror.settings().withFilter(new Filter(Map.of("query", "x")))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("this kind of source has none; remove them");
    }
}
