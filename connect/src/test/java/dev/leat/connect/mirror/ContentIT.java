package dev.leat.connect.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.Content;
import dev.leat.connect.SourceDocument;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents whose content is costly to get. */
@WithElasticsearch
class ContentIT {

    private MirrorFixture mirror;
    private final ScriptedSource source = new ScriptedSource();
    private final AtomicInteger fetched = new AtomicInteger();

    @BeforeEach
    void open(TestElasticsearch elasticsearch, @TempDir Path directory) {
        mirror = new MirrorFixture(elasticsearch, directory);
    }

    @AfterEach
    void close() {
        mirror.close();
    }

    private SourceDocument file(String id, String time, String text) {
        return file(id, time, () -> {
            fetched.incrementAndGet();
            return text(text);
        });
    }

    private static SourceDocument file(String id, String time, Content content) {
        return SourceDocument.of(id, Map.of("name", id)).withContent(time, content);
    }

    private static Map<String, @Nullable Object> text(String text) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        fields.put("text", text);
        return fields;
    }

    @Test
    void fetchesContentOnlyWhenTimestampOrFieldsHaveChanged() {
        source.put("a", file("1", "monday", "one")).put("a", file("2", "monday", "two"));
        mirror.mirror(source);
        assertThat(fetched).hasValue(2);
        source.put("a", file("2", "tuesday", "two, edited"));

        MirrorReport report = mirror.mirror(source);

        assertThat(fetched).hasValue(3);
        assertThat(report.totals().unchanged()).isEqualTo(1);
        assertThat(report.totals().updated()).isEqualTo(1);
        assertThat(mirror.texts()).containsEntry("1", "one").containsEntry("2", "two, edited");
        assertThat(mirror.document("2").path("name").asString()).isEqualTo("2");
    }

    @Test
    void keepsTheIndexedCopyWhenContentCannotBeFetched() {
        source.put("a", file("1", "monday", "one"));
        mirror.mirror(source);
        source.put("a", file("1", "tuesday", () -> {
            throw new IOException("the file is encrypted");
        }));
        source.put("a", file("2", "monday", () -> {
            throw new IOException("the file is damaged");
        }));

        MirrorReport report = mirror.mirror(source);

        assertThat(report.totals().failed()).isEqualTo(2);
        assertThat(report.isComplete()).isTrue();
        assertThat(report.deleted()).isZero();
        assertThat(mirror.texts()).containsOnlyKeys("1").containsEntry("1", "one");
        assertThat(mirror.deadLetters())
                .containsEntry("1", "the file is encrypted")
                .containsEntry("2", "the file is damaged");

        source.put("a", file("1", "tuesday", "one, decrypted"));
        source.remove("a", "2");

        assertThat(mirror.mirror(source).totals().updated()).isEqualTo(1);
        assertThat(mirror.texts()).containsEntry("1", "one, decrypted");
    }

    @Test
    void fetchesSeveralContentsAtTheSameTime() {
        CountDownLatch together = new CountDownLatch(3);
        Content waits = () -> {
            together.countDown();
            return text(together.await(30, TimeUnit.SECONDS) ? "together" : "alone");
        };
        for (String id : new String[] {"1", "2", "3"}) {
            source.put("a", file(id, "monday", waits));
        }

        mirror.mirror(source, settings -> settings.withContentsAtOnce(3));

        assertThat(mirror.texts()).containsEntry("1", "together").containsEntry("3", "together");
    }

    @Test
    void fetchesNothingInADryRun() {
        source.put("a", file("1", "monday", "one"));

        MirrorReport report = mirror.mirror(source, settings -> settings.withMode(RunMode.DRY_RUN));

        assertThat(report.totals().created()).isEqualTo(1);
        assertThat(fetched).hasValue(0);
    }
}
