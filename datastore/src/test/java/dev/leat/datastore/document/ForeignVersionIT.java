package dev.leat.datastore.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A version that comes from outside reaches no other collection than the one it is used with. */
@WithElasticsearch
class ForeignVersionIT {

    private final Rivers mine;
    private final Rivers theirs;

    ForeignVersionIT(TestElasticsearch elasticsearch) {
        this.mine = new Rivers(elasticsearch);
        this.theirs = new Rivers(elasticsearch);
    }

    @AfterEach
    void close() {
        mine.removeAll();
        theirs.removeAll();
        mine.close();
        theirs.close();
    }

    @Test
    void writesNothingInAnotherCollection() {
        VersionToken foreign = theirs.documents.save(River.of("tavy", 27));
        String message = "document 'tavy' of collection " + mine.name
                + " never had that version, which is one of another collection; read it from this one";

        assertThatThrownBy(() -> mine.documents.replace(River.of("tavy", 1), foreign))
                .isInstanceOf(ConflictException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> mine.documents.delete("tavy", foreign))
                .isInstanceOf(ConflictException.class)
                .hasMessage(message);

        assertThat(theirs.documents.require("tavy")).isEqualTo(new Stored<>("tavy", River.of("tavy", 27), foreign));
    }
}
