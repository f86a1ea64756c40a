package dev.leat.datastore.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.mapping.InvalidDocumentException;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Documents that another version of the application stored. */
@WithElasticsearch
class UnknownFieldsIT {

    private final Rivers rivers;
    private final Documents<River> documents;

    UnknownFieldsIT(TestElasticsearch elasticsearch) {
        this.rivers = new Rivers(elasticsearch);
        this.documents = rivers.documents;
    }

    @AfterEach
    void close() {
        rivers.removeAll();
        rivers.close();
    }

    @Test
    void modifiesAndKeepsWhatItDoesNotKnow() {
        rivers.put("tavy", "{'name':'Tavy','length':27,'towns':['a'],'later':{'x':1},'_leat':{'ops':{'l':[1,2]}}}");

        Stored<River> after = documents.modify("tavy", river -> river.withLength(river.length() + 1));

        assertThat(after.value()).isEqualTo(new River("tavy", "Tavy", 28, List.of("a"), null));
        assertThat(documents.require("tavy")).isEqualTo(after);
        assertThat(rivers.source("tavy"))
                .startsWith(
                        "{\"name\":\"Tavy\",\"length\":28,\"towns\":[\"a\"],\"later\":{\"x\":1},\"_leat\":{\"ops\":{\"l\":[1,2]},"
                                + "\"writes\":[\"leat-");
    }

    @Test
    void mendsDocumentsThatAreOlderThanTheRulesOfTheirClass() {
        rivers.put("tavy", "{'length':-27,'towns':[],'later':{'x':1}}");

        assertThatThrownBy(() -> documents.modify("tavy", river -> river.withLength(1)))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("name");
        documents.modify("tavy", river -> River.of("tavy", 1));

        assertThat(documents.require("tavy").value()).isEqualTo(River.of("tavy", 1));
        assertThat(rivers.source("tavy")).contains("\"later\":{\"x\":1}");
        rivers.put("tavy", "{'length':-27,'towns':[],'later':{'x':1}}");

        documents.replace(River.of("tavy", 2), documents.require("tavy").version());

        assertThat(documents.require("tavy").value()).isEqualTo(River.of("tavy", 2));
        assertThat(rivers.source("tavy")).contains("\"later\":{\"x\":1}");
    }

    @Test
    void replacesAndKeepsWhatItDoesNotKnow() {
        rivers.put("tavy", "{'name':'Tavy','length':27,'towns':[],'later':{'x':1},'_leat':{'ops':{'l':[1,2]}}}");

        documents.replace(River.of("tavy", 1), documents.require("tavy").version());

        assertThat(rivers.source("tavy"))
                .startsWith("{\"name\":\"River tavy\",\"length\":1,\"towns\":[\"upper\",\"lower\"],\"later\":{\"x\":1},"
                        + "\"_leat\":{\"ops\":{\"l\":[1,2]},\"writes\":[\"leat-");
    }

    @Test
    void keepsVectorsThatElasticsearchLeavesOut() {
        rivers.map("{'course':{'type':'dense_vector','dims':2,'similarity':'l2_norm'}}");
        rivers.put("tavy", "{'name':'Tavy','length':27,'towns':['a'],'course':[0.5,1.25]}");

        documents.modify("tavy", river -> river.withLength(28));
        documents.replace(River.of("tavy", 1), documents.require("tavy").version());

        assertThat(rivers.wholeSource("tavy")).contains("\"course\":[0.5,1.25]");
    }
}
