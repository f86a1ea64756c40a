package dev.leat.spark.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Json;
import dev.leat.spark.option.ReadOptions;
import dev.leat.spark.schema.Column.Leaf;
import dev.leat.spark.schema.Search.Doubt;
import dev.leat.spark.schema.Search.Family;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.MissingNode;

/** Columns of mappings, those included that the node of the other tests does not know. */
class ColumnBuilderTest {

    private static List<Column> columns(String mapping, String... options) {
        Map<String, String> all = new TreeMap<>(Map.of("path", "places"));
        for (int option = 0; option < options.length; option += 2) {
            all.put(options[option], options[option + 1]);
        }
        IndexMapping read = MappingReader.read(
                "places",
                Json.MAPPER.readTree(mapping.replace('\'', '"')),
                IndexDefaults.of(MissingNode.getInstance()));
        return ColumnBuilder.build(ReadOptions.parse(all), List.of(read), ArraySample.none());
    }

    private static String types(String mapping, String... options) {
        return Column.structOf(columns(mapping, options)).catalogString();
    }

    private static Search search(String field, String around) {
        Column column =
                columns("{" + around + "'properties':{'f':{" + field + "}}}").getFirst();
        return ((Leaf) column).search();
    }

    @Test
    void letsNoTypeVanish() {
        assertThat(types("{'properties':{'a':{'type':'scaled_float','scaling_factor':100},'b':{'type':'unsigned_long'},"
                        + "'c':{'type':'wildcard'},'d':{'type':'version'},'e':{'type':'geo_shape'},"
                        + "'f':{'type':'rank_features'},'g':{'type':'histogram'},'h':{'type':'token_count'},"
                        + "'i':{'type':'of_a_later_release'},'j':{'type':'passthrough','properties':{'k':{'type':'long'}}},"
                        + "'l':{'type':'object'},'m':{'type':'rank_feature'},'n':{'type':'percolator'}}}"))
                .isEqualTo("struct<a:double,b:decimal(20,0),c:string,d:string,e:string,f:map<string,float>,g:string,"
                        + "h:string,i:string,j:struct<k:bigint>,l:string,m:float,n:string>");
    }

    @Test
    void makesArraysAsTold() {
        String mapping = "{'properties':{'a':{'type':'long'},'v':{'type':'dense_vector'},'o':{'properties':"
                + "{'k':{'type':'keyword'}}},'n':{'type':'nested','properties':{'k':{'type':'keyword'}}}}}";

        assertThat(types(mapping, "arrays", "always", "scalar-fields", "o"))
                .isEqualTo(
                        "struct<a:array<bigint>,v:array<float>,o:struct<k:array<string>>,n:array<struct<k:array<string>>>>");
        assertThat(types(mapping, "arrays", "never", "array-fields", "o.k"))
                .isEqualTo("struct<a:bigint,v:array<float>,o:struct<k:array<string>>,n:array<struct<k:string>>>");
        assertThat(types(mapping, "fields", "a,n", "exclude-fields", "n.k")).isEqualTo("struct<a:bigint>");
    }

    @Test
    void knowsWhatAnIndexDoesNotSay() {
        assertThat(search("'type':'keyword'", "")).isEqualTo(new Search("f", Family.KEYWORD, java.util.Set.of()));
        assertThat(search("'type':'keyword','null_value':'x'", "").doubts()).containsExactly(Doubt.EXTRA_VALUES);
        assertThat(search("'type':'keyword','ignore_above':9", "").doubts()).containsExactly(Doubt.IGNORED_VALUES);
        assertThat(search("'type':'long','ignore_malformed':true", "").doubts()).containsExactly(Doubt.IGNORED_VALUES);
        assertThat(search("'type':'keyword','doc_values':false", "").doubts()).containsExactly(Doubt.NO_DOC_VALUES);
        assertThat(search("'type':'keyword','normalizer':'lowercase'", "").family())
                .isEqualTo(Family.PRESENCE);
        assertThat(search("'type':'date','format':'dd/MM/yyyy'", "").family()).isEqualTo(Family.PRESENCE);
        assertThat(search("'type':'text'", "").family()).isEqualTo(Family.PRESENCE);
        assertThat(search("'type':'keyword','index':false", "").family()).isEqualTo(Family.NONE);
        assertThat(search("'type':'constant_keyword','value':'x'", "").family()).isEqualTo(Family.NONE);
        assertThat(search("'type':'keyword'", "'dynamic':false,").family()).isEqualTo(Family.NONE);
        assertThat(search("'type':'keyword'", "'_source':{'excludes':['x']},").family())
                .isEqualTo(Family.NONE);
        assertThat(search("'type':'keyword'", "'runtime':{'f':{'type':'long'}},")
                        .family())
                .isEqualTo(Family.NONE);
    }
}
