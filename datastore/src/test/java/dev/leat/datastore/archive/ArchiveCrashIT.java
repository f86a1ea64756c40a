package dev.leat.datastore.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.datastore.ChildJvm;
import dev.leat.datastore.Collection;
import dev.leat.datastore.document.Stored;
import dev.leat.datastore.document.Tier;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that archives is killed before each of its steps. */
@WithElasticsearch
class ArchiveCrashIT {

    private static final int OLD = 40;

    private final Letters letters;
    private final Collection<Letter> collection;

    ArchiveCrashIT(TestElasticsearch node) {
        this.letters = new Letters(node);
        this.collection = letters.collection;
    }

    @AfterEach
    void close() {
        letters.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"look", "check", "copy", "remove", "verify", "delete", "end"})
    void losesAndDoublesNothing(String step) throws IOException, InterruptedException {
        letters.save(0, OLD, 1999);
        letters.save(OLD, OLD + 5, 2001);
        // One of them was archived before, into an index that is no longer written to.
        collection.archive("l0");
        collection.rolloverArchive(RolloverConditions.none());
        collection.save(Letter.of("l0", 1998));
        collection.commit();

        try (ChildJvm child =
                ChildJvm.start(ArchiveProcess.class, letters.node.url().toString(), letters.name, step)) {
            assertThat(child.line()).isEqualTo("at " + step);
            child.kill();
        }

        assertThat(collection.get("l0", Tier.ALL)).map(Stored::value).contains(Letter.of("l0", 1998));
        for (int i = 1; i < OLD + 5; i++) {
            assertThat(collection.get("l" + i, Tier.ALL))
                    .map(Stored::value)
                    .contains(Letter.of("l" + i, i < OLD ? 1999 : 2001));
        }
        collection.commit();

        assertThat(collection.archive(Letters.OLD).isComplete()).isTrue();

        assertThat(letters.counts()).containsExactly(5L, (long) OLD, OLD + 5L);
        assertThat(letters.archived()).extracting(Letter::id).doesNotHaveDuplicates();
        assertThat(collection.get("l0", Tier.ARCHIVE)).map(Stored::value).contains(Letter.of("l0", 1998));
    }
}
