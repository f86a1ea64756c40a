package dev.leat.datastore.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An index that goes away between the reading and the writing of a document: as when the collection is wiped. */
@WithElasticsearch
class RemovedGenerationIT {

    private final TestElasticsearch elasticsearch;
    private final Rivers rivers;

    RemovedGenerationIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.rivers = new Rivers(elasticsearch);
    }

    @AfterEach
    void close() {
        rivers.removeAll();
        rivers.close();
    }

    @Test
    void isNotMadeAnewByAWriteThatWasMeantForIt() {
        rivers.documents.save(River.of("tavy", 27));
        rivers.createGeneration(2);
        rivers.documents.modify("tavy", river -> River.of("tavy", 28));

        assertThatThrownBy(() -> rivers.documents.modify("tavy", river -> {
                    rivers.swap(1, 2);
                    elasticsearch.delete("/" + rivers.index(1)).orFail();
                    return River.of("tavy", 29);
                }))
                .isInstanceOf(MissingException.class);

        assertThat(elasticsearch.get("/" + rivers.index(1)).status()).isEqualTo(404);
        assertThat(rivers.documents.exists("tavy")).isFalse();
    }

    @Test
    void hasAnAliasOfItsOwnAgainAfterItWasRestoredWithoutOne() {
        rivers.documents.save(River.of("tavy", 27));
        elasticsearch.delete("/" + rivers.index(1) + "/_alias/*").orFail();
        elasticsearch.post("/_aliases", rivers.alias("add", 1)).orFail();

        Stored<River> stored = rivers.documents.modify("tavy", river -> River.of("tavy", 28));

        assertThat(rivers.documents.require("tavy")).isEqualTo(stored);
        assertThat(elasticsearch.get("/_alias/" + rivers.index(1) + "-only").body())
                .contains("\"" + rivers.index(1) + "\"");
    }
}
