package dev.leat.datastore.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.mapping.Everything.Colour;
import dev.leat.datastore.mapping.Everything.Part;
import dev.leat.elastic.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class MappingTest {
    private final DocumentType<Everything> type = DocumentType.of(Everything.class);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "word | {'ignore_above':8191,'type':'keyword'}",
                "words | {'type':'text'}",
                "title | {'fields':{'keyword':{'ignore_above':8191,'type':'keyword'}},'type':'text'}",
                "whole | {'type':'long'}",
                "integer | {'type':'integer'}",
                "small | {'type':'short'}",
                "tiny | {'type':'byte'}",
                "decimal | {'type':'double'}",
                "single | {'type':'float'}",
                "flag | {'type':'boolean'}",
                "at | {'type':'date'}",
                "@day | {'type':'date'}",
                "address | {'type':'ip'}",
                "ip | {'type':'ip'}",
                "colour | {'ignore_above':8191,'type':'keyword'}",
                "number | {'ignore_above':8191,'type':'keyword'}",
                "copied | {'copy_to':['_leat.text'],'ignore_above':8191,'type':'keyword'}",
                "gathered | {'copy_to':['all'],'ignore_above':8191,'type':'keyword'}",
                "all | {'type':'text'}",
                "secret | {'doc_values':false,'ignore_above':8191,'index':false,'type':'keyword'}",
                "labels | {'ignore_above':4000,'type':'flattened'}",
                "counts | {'dynamic':'true','subobjects':false,'type':'object'}",
                "named | {'dynamic':'true','type':'object'}",
                "blob | {'enabled':false,'type':'object'}",
                "archived | {'enabled':false,'type':'object'}",
                "place | {'type':'geo_point'}",
                "vector | {'dims':3,'type':'dense_vector'}",
                "part | {'dynamic':'strict','properties':{'count':{'type':'integer'},"
                        + "'name':{'ignore_above':8191,'type':'keyword'}},'type':'object'}",
                "nested | {'dynamic':'strict','properties':{'count':{'type':'integer'},"
                        + "'name':{'ignore_above':8191,'type':'keyword'}},'type':'nested'}",
                "_leat | {'dynamic':'false','properties':{'ops':{'enabled':false,'type':'object'},"
                        + "'text':{'type':'text'}},'type':'object'}",
            })
    void aFieldIsMappedByItsTypeAndItsAnnotations(String name, String expected) {
        assertThat(type.mapping().path("properties").path(name)).hasToString(expected.replace('\'', '"'));
    }

    @Test
    void mapsOfFieldsHaveTemplates() {
        assertThat(type.mapping().path("dynamic_templates").toString().replace('"', '\''))
                .isEqualTo("[{'named.*.count':{'path_match':'named.*.count','mapping':{'type':'integer'}}},"
                        + "{'named.*.name':{'path_match':'named.*.name','mapping':{'type':'keyword','ignore_above':8191}}},"
                        + "{'counts.*':{'path_match':'counts.*','mapping':{'type':'long'}}},"
                        + "{'free.*':{'path_match':'free.*','match_mapping_type':'string',"
                        + "'mapping':{'type':'keyword','ignore_above':8191}}}]");
    }

    @Test
    void theSameClassAlwaysGivesTheSameMapping() {
        assertThat(DocumentType.of(Everything.class).mapping())
                .hasToString(type.mapping().toString());

        type.mapping().removeAll();

        assertThat(type.mapping()).isNotEmpty();
    }

    record One(String b, long a) {}

    record Other(long a, String b) {}

    @Test
    void theOrderOfComponentsDoesNotMatter() {
        assertThat(DocumentType.of(One.class).mapping())
                .hasToString(DocumentType.of(Other.class).mapping().toString());
    }

    @Test
    void onlyVectorsMakeVectors() {
        record Words(String type, Part dense_vector) {}

        assertThat(type.hasVectors()).isTrue();
        assertThat(DocumentType.of(Words.class).hasVectors()).isFalse();
    }

    private Field field(String path) {
        return type.findField(path).orElseThrow();
    }

    @Test
    void aFieldKnowsWhereItStands() {
        assertThat(field("nested.name").nestedPath()).isEqualTo("nested");
        assertThat(field("nested").nestedPath()).isEqualTo("nested");
        assertThat(field("part.name").nestedPath()).isNull();
        assertThat(field("parts.name").isInList()).isTrue();
        assertThat(field("parts").isInList()).isFalse();
        assertThat(field("parts").plurality()).isEqualTo(Plurality.MANY);
        assertThat(field("part.name").isInList()).isFalse();
        assertThat(field("archived.name").indexing()).isEqualTo(Indexing.STORED_ONLY);
        assertThat(field("bulky").fetching()).isEqualTo(Fetching.ON_REQUEST);
        assertThat(field("word").findDescription()).contains("A single word.");
        assertThat(field("whole").javaType()).isEqualTo(Long.class);
    }

    @Test
    void wholeValuesAreFoundWhereTheyAreIndexed() {
        assertThat(field("word").findExactPath()).contains("word");
        assertThat(field("title").findExactPath()).contains("title.keyword");
        assertThat(field("title.keyword").findExactPath()).contains("title.keyword");
        assertThat(field("words").findExactPath()).isEmpty();
        assertThat(field("secret").findExactPath()).isEmpty();
        assertThat(field("part").findExactPath()).isEmpty();
    }

    @Test
    void everyPathBelowAMapIsAField() {
        assertThat(field("labels.any.'];key").kind()).isEqualTo(FieldKind.FLATTENED);
        assertThat(field("counts.a.b").kind()).isEqualTo(FieldKind.LONG);
        assertThat(field("counts.a.b").path()).isEqualTo("counts.a.b");
        assertThat(field("counts.x").normalise(7).longValue()).isEqualTo(7);
        assertThat(field("named.front").kind()).isEqualTo(FieldKind.OBJECT);
        assertThat(field("named.front.count").kind()).isEqualTo(FieldKind.INTEGER);
        assertThat(field("free.x").kind()).isEqualTo(FieldKind.RAW);
        assertThat(type.findField("named.front.nothing")).isEmpty();
        assertThat(type.findField("labels.")).isEmpty();
        assertThat(type.findField("part.nothing")).isEmpty();
        assertThat(type.findField("word.x")).isEmpty();
        assertThat(type.findField("")).isEmpty();
    }

    @Test
    void aValueIsTakenInItsTypeOrAsJsonHasIt() {
        assertThat(field("at").normalise(Instant.EPOCH).asString()).isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(field("at").normalise("1970-01-01T01:00:00+01:00").asString())
                .isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(field("colour").normalise("DARK_BLUE").asString()).isEqualTo("dark_blue");
        assertThat(field("colours").normalise(Colour.RED).asString()).isEqualTo("red");
        assertThat(field("tiny").normalise(100L).intValue()).isEqualTo(100);
        assertThat(field("decimal").normalise(5).doubleValue()).isEqualTo(5);
        assertThat(field("part").normalise(Map.of("name", "n"))).hasToString("{\"name\":\"n\"}");
        assertThat(field("parts").normalise(new Part("n", 1))).hasToString("{\"name\":\"n\",\"count\":1}");
        assertThat(field("counts").normalise(Map.of("x", 5))).hasToString("{\"x\":5}");
        assertThat(field("labels.x").normalise(List.of(1, "a")).toString()).isEqualTo("[1,\"a\"]");
    }

    @Test
    void aValueOfAnotherTypeIsRefused() {
        assertRefused("word", 5, "word: is not a text");
        assertRefused("whole", "5", "whole: is not a whole number from");
        assertRefused("tiny", 128, "tiny: is not a whole number from -128 to 127");
        assertRefused("integer", 1.5, "integer: is not a whole number");
        assertRefused("flag", "true", "flag: is not true or false");
        assertRefused("at", 1000L, "at: is not a date");
        assertRefused("colour", "green", "colour: is not one of [dark_blue, red]");
        assertRefused("tags", List.of("a"), "tags: is a list, not a text");
        assertRefused("part", Map.of("nmae", "x"), "part.nmae: is no field of Part; part.name: is missing");
        assertRefused("part", "x", "part: is not an object");
        assertRefused("counts", Map.of("x", "y"), "counts.x: is not a whole number");
        assertRefused("labels", new Object(), "labels: is a java.lang.Object, which has no form in JSON");
    }

    private void assertRefused(String path, Object value, String problem) {
        assertThatThrownBy(() -> field(path).normalise(value))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageStartingWith("The value for " + path + " is invalid: " + problem);
    }

    @Test
    void aTypeDescribesItself() {
        JsonNode described = type.describe();

        assertThat(described.path("name").asString()).isEqualTo("everything");
        assertThat(described.path("description").asString()).isEqualTo("A document with a field of every kind.");
        assertThat(described.path("mapping")).isEqualTo(type.mapping());
        assertThat(described
                        .path("fields")
                        .valueStream()
                        .filter(one -> one.path("path").asString().equals("word"))
                        .map(JsonNode::toString))
                .containsExactly(
                        "{\"path\":\"word\",\"kind\":\"keyword\",\"plurality\":\"one\",\"indexing\":\"indexed\","
                                + "\"fetching\":\"always\",\"description\":\"A single word.\"}");
        assertThat(Json.MAPPER.readTree(described.toString())).isEqualTo(described);
    }
}
