package dev.leat.connect.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.SourceException;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a full sync deletes, and what it leaves. */
@WithElasticsearch
@Tag("smoke")
class MirrorDeletesIT {

    private MirrorFixture mirror;
    private final ScriptedSource source = new ScriptedSource();

    @BeforeEach
    void open(TestElasticsearch elasticsearch, @TempDir Path directory) {
        mirror = new MirrorFixture(elasticsearch, directory);
    }

    @AfterEach
    void close() {
        mirror.close();
    }

    @Test
    void deletesNothingInAScopeWhoseListingFailed() {
        source.fill("bad", 0, 50, "first").fill("good", 0, 50, "first");
        mirror.mirror(source);
        source.remove("bad", ScriptedSource.id("bad", 3));
        source.put("bad", ScriptedSource.id("bad", 1), "edited");
        source.remove("good", ScriptedSource.id("good", 3));
        source.onEach((scope, number) -> {
            if (scope.equals("bad") && number == 20) {
                throw new SourceException("The folder 'x' cannot be listed: permission denied");
            }
        });

        MirrorReport report = mirror.mirror(source);

        assertThat(mirror.texts()).hasSize(99).containsEntry(ScriptedSource.id("bad", 1), "edited");
        assertThat(mirror.texts()).containsKey(ScriptedSource.id("bad", 3));
        assertThat(mirror.texts()).doesNotContainKey(ScriptedSource.id("good", 3));
        assertThat(report.isComplete()).isFalse();
        assertThat(report.scopes().get(0).state()).isEqualTo(ScopeReport.State.FAILED);
        assertThat(report.scopes().get(0).reason()).isEqualTo("The folder 'x' cannot be listed: permission denied");
        assertThat(report.scopes().get(1).state()).isEqualTo(ScopeReport.State.COMPLETED);
    }

    @Test
    void withholdsDeletesBeyondTheRatioUntilSomebodyConsents() {
        source.fill("a", 0, 400, "first");
        mirror.mirror(source);
        for (int i = 0; i < 150; i++) {
            source.remove("a", ScriptedSource.id("a", i));
        }

        MirrorReport withheld = mirror.mirror(source);

        assertThat(withheld.deletes()).isEqualTo(new DeleteOutcome.Withheld(150, 400, 0.2));
        assertThat(((DeleteOutcome.Withheld) withheld.deletes()).message())
                .isEqualTo("150 of 400 documents are gone from the source (37.5 %, more than the 20.0 % that may be"
                        + " deleted): none was deleted; look at the source, then allow it for one run");
        assertThat(mirror.texts()).hasSize(400);

        MirrorReport allowed = mirror.mirror(source, settings -> settings.withConsent(DeleteConsent.ALL));

        assertThat(allowed.deletes()).isEqualTo(new DeleteOutcome.Deleted(150, 0));
        assertThat(mirror.texts()).isEqualTo(source.texts());
    }

    @Test
    void deletesDocumentsOfNobodyOnlyWhenAllScopesCompleted() {
        mirror.elasticsearch
                .put("/" + mirror.index + "/_doc/foreign", "{\"text\":\"of nobody\"}")
                .orFail();
        source.fill("a", 0, 5, "first").fill("b", 0, 5, "first");
        source.onEach((scope, number) -> {
            if (scope.equals("b")) {
                throw new IllegalStateException("broken");
            }
        });
        mirror.mirror(source);
        assertThat(mirror.texts()).containsKey("foreign");
        source.onEach((scope, number) -> {});

        MirrorReport report = mirror.mirror(source);

        assertThat(report.deleted()).isEqualTo(1);
        assertThat(mirror.texts()).isEqualTo(source.texts());
    }

    @Test
    void deletesTheDocumentsOfAScopeThatIsNoMore() {
        source.fill("a", 0, 10, "first").fill("old", 0, 10, "first");
        mirror.mirror(source);
        source.removeScope("old");

        MirrorReport report = mirror.mirror(source);

        assertThat(report.deleted()).isEqualTo(10);
        assertThat(mirror.texts()).isEqualTo(source.texts());
    }

    @Test
    void followsADocumentFromOneScopeToAnother() {
        source.fill("a", 0, 10, "first").fill("b", 0, 10, "first");
        mirror.mirror(source);
        source.remove("b", ScriptedSource.id("b", 4));
        source.put("a", ScriptedSource.id("b", 4), "first 4");

        MirrorReport report = mirror.mirror(source, settings -> settings.withScopesAtOnce(1));

        assertThat(report.totals().updated()).isEqualTo(1);
        assertThat(report.deleted()).isZero();
        assertThat(mirror.texts()).isEqualTo(source.texts());
        assertThat(mirror.document(ScriptedSource.id("b", 4))
                        .path("_leat")
                        .path("scope")
                        .asString())
                .isEqualTo("a");
        assertThat(mirror.mirror(source).totals().unchanged()).isEqualTo(20);
    }
}
