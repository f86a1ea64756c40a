package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every type of mapping that the node of the tests knows, as a column. */
@Tag("smoke")
@WithElasticsearch
class MappingTypesIT {

    private final TestElasticsearch elasticsearch;

    MappingTypesIT(TestElasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
    }

    /** A field of one type, its documents, what Spark says of the column, and its values as Spark prints them. */
    record Case(String mapping, String type, List<String> values, List<String> shown) {
        static Case of(String mapping, String type, String... valuesThenShown) {
            int half = valuesThenShown.length / 2;
            List<String> all = Arrays.asList(valuesThenShown);
            return new Case(mapping, type, all.subList(0, half), all.subList(half, all.size()));
        }
    }

    static final List<Case> CASES = List.of(
            Case.of("'type':'keyword'", "string", "'a'", "5.0", "true", "null", "a", "5.0", "true", "null"),
            Case.of("'type':'text'", "string", "'The quick fox'", "''", "The quick fox", ""),
            Case.of("'type':'ip'", "string", "'::1'", "'10.0.0.1'", "::1", "10.0.0.1"),
            Case.of("'type':'byte'", "tinyint", "-128", "'7'", "1.0", "-128", "7", "1"),
            Case.of("'type':'short'", "smallint", "-32768", "-32768"),
            Case.of("'type':'integer'", "int", "2147483647", "2147483647"),
            Case.of(
                    "'type':'long'",
                    "bigint",
                    "9007199254740993",
                    "-9223372036854775808",
                    "'9007199254740993'",
                    "9007199254740993",
                    "-9223372036854775808",
                    "9007199254740993"),
            Case.of("'type':'float'", "float", "0.1", "'2.5'", "-0.0", "0.1", "2.5", "-0.0"),
            Case.of("'type':'half_float'", "float", "0.1", "0.1"),
            Case.of("'type':'double'", "double", "0.1", "1e300", "0.1", "1.0E300"),
            Case.of("'type':'boolean'", "boolean", "true", "'false'", "''", "true", "false", "false"),
            Case.of(
                    "'type':'date'",
                    "timestamp",
                    "'2020-02-29T12:30:01.123456Z'",
                    "'2020-02-29'",
                    "1582979401123",
                    "'1969-12-31T23:59:59.999Z'",
                    "'2020-02-29T14:30:01+02:00'",
                    "2020-02-29 12:30:01.123456",
                    "2020-02-29 00:00:00.0",
                    "2020-02-29 12:30:01.123",
                    "1969-12-31 23:59:59.999",
                    "2020-02-29 12:30:01.0"),
            Case.of("'type':'date','format':'dd/MM/yyyy'", "timestamp", "'29/02/2020'", "2020-02-29 00:00:00.0"),
            Case.of("'type':'date','format':'epoch_second'", "timestamp", "1582979401", "2020-02-29 12:30:01.0"),
            Case.of("'type':'date','format':'basic_date'", "timestamp", "'20200229'", "2020-02-29 00:00:00.0"),
            Case.of(
                    "'type':'date_nanos'",
                    "timestamp",
                    "'2020-02-29T12:30:01.123456789Z'",
                    "2020-02-29 12:30:01.123456"),
            Case.of("'type':'binary'", "binary", "'aGk='", "[104, 105]"),
            Case.of("'properties':{'n':{'type':'long'}}", "struct<n:bigint>", "{'n':1}", "{}", "[1]", "[null]"),
            Case.of(
                    "'type':'nested','properties':{'n':{'type':'long'},'t':{'type':'keyword'}}",
                    "array<struct<n:bigint,t:string>>",
                    "[{'n':1},{'t':'x'}]",
                    "{'n':3}",
                    "[[1,null], [null,x]]",
                    "[[3,null]]"),
            Case.of("'type':'flattened'", "string", "{'a':{'b':[1,'x']}}", "{\"a\":{\"b\":[1,\"x\"]}}"),
            Case.of("'type':'object','enabled':false", "string", "{'a':[1,null,'x']}", "{\"a\":[1,null,\"x\"]}"),
            Case.of("'type':'dense_vector','dims':2", "array<float>", "[1,2.5]", "[1.0, 2.5]"),
            Case.of("'type':'sparse_vector'", "map<string,float>", "{'a':1.5}", "{a=1.5}"),
            Case.of(
                    "'type':'integer_range'",
                    "struct<gte:int,gt:int,lte:int,lt:int>",
                    "{'gte':1,'lt':5}",
                    "[1,null,null,5]"),
            Case.of(
                    "'type':'long_range'",
                    "struct<gte:bigint,gt:bigint,lte:bigint,lt:bigint>",
                    "{'gt':1}",
                    "[null,1,null,null]"),
            Case.of(
                    "'type':'float_range'",
                    "struct<gte:float,gt:float,lte:float,lt:float>",
                    "{'lte':1.5}",
                    "[null,null,1.5,null]"),
            Case.of(
                    "'type':'double_range'",
                    "struct<gte:double,gt:double,lte:double,lt:double>",
                    "{'lt':1.5}",
                    "[null,null,null,1.5]"),
            Case.of(
                    "'type':'date_range'",
                    "struct<gte:timestamp,gt:timestamp,lte:timestamp,lt:timestamp>",
                    "{'gte':'2020-01-01'}",
                    "[2020-01-01 00:00:00.0,null,null,null]"),
            Case.of(
                    "'type':'ip_range'",
                    "struct<gte:string,gt:string,lte:string,lt:string>",
                    "'10.0.0.0/8'",
                    "{'gte':'::1'}",
                    "[10.0.0.0,null,10.255.255.255,null]",
                    "[::1,null,null,null]"),
            Case.of(
                    "'type':'geo_point'",
                    "struct<lat:double,lon:double>",
                    "{'lat':1.5,'lon':2}",
                    "[2,1.5]",
                    "'1.5,2'",
                    "'POINT (2 1.5)'",
                    "{'type':'Point','coordinates':[2,1.5]}",
                    "'u1hurk'",
                    "[1.5,2.0]",
                    "[1.5,2.0]",
                    "[1.5,2.0]",
                    "[1.5,2.0]",
                    "[1.5,2.0]",
                    "[51.39404296875,6.998291015625]"),
            Case.of(
                    "'type':'completion'",
                    "string",
                    "'one'",
                    "{'input':['a','b']}",
                    "\"one\"",
                    "{\"input\":[\"a\",\"b\"]}"),
            Case.of(
                    "'type':'join','relations':{'question':'answer'}",
                    "struct<name:string,parent:string>",
                    "'question'",
                    "{'name':'question'}",
                    "[question,null]",
                    "[question,null]"));

    @Test
    void makesAColumnOfEveryType() {
        String index = SparkFixture.index(elasticsearch, "types", mappingOfAll(), documentsOfAll());

        Dataset<Row> read = SparkFixture.load(elasticsearch, index);
        List<Row> rows = read.select("_id", read.columns()).orderBy("_id").collectAsList();

        for (int number = 0; number < CASES.size(); number++) {
            Case one = CASES.get(number);
            String column = "f" + number;
            assertThat(read.schema().apply(column).dataType().catalogString())
                    .as(one.mapping)
                    .isEqualTo(one.type);
            for (int row = 0; row < one.shown.size(); row++) {
                assertThat(shown(rows.get(row).getAs(column)))
                        .as("%s of %s", one.values.get(row), one.mapping)
                        .isEqualTo(one.shown.get(row));
            }
        }
    }

    /** An index with a field {@code f0}, {@code f1}… for each case. */
    static String mappingOfAll() {
        StringBuilder properties = new StringBuilder();
        for (int number = 0; number < CASES.size(); number++) {
            properties.append(number == 0 ? "" : ",").append("'f" + number + "':{" + CASES.get(number).mapping + "}");
        }
        return json("{'mappings':{'properties':{" + properties + "}}}");
    }

    static List<String> documentsOfAll() {
        StringBuilder[] documents = new StringBuilder[6];
        for (int row = 0; row < documents.length; row++) {
            documents[row] = new StringBuilder("{");
        }
        for (int number = 0; number < CASES.size(); number++) {
            List<String> values = CASES.get(number).values;
            for (int row = 0; row < values.size(); row++) {
                documents[row].append(documents[row].length() == 1 ? "" : ",");
                documents[row].append("'f" + number + "':" + values.get(row));
            }
        }
        return Arrays.stream(documents).map(text -> json(text + "}")).toList();
    }

    @Test
    void readsAliasesDotsAndRuntimeFields() {
        String index = SparkFixture.index(
                elasticsearch,
                "names",
                json(
                        "{'mappings':{'runtime':{'day':{'type':'keyword'},'computed':{'type':'long','script':'emit(1)'}},"
                                + "'properties':{'user':{'properties':{'name':{'type':'keyword'},'age':{'type':'byte'}}},"
                                + "'who':{'type':'alias','path':'user.name'},"
                                + "'other':{'properties':{'who':{'type':'alias','path':'user.name'},'n':{'type':'long'}}},"
                                + "'metrics':{'type':'object','subobjects':false,'properties':{'time':{'type':'long'},'time.max':{'type':'long'}}}}}}"),
                List.of(
                        json("{'user.name':'ann','user':{'age':3},'day':'mon','metrics':{'time':1,'time.max':2}}"),
                        json("{'user.name':'bob','metrics.time.max':7}"),
                        json("{'user':null}")));

        Dataset<Row> read = SparkFixture.load(elasticsearch, index);
        List<Row> rows = read.selectExpr("user.name", "user.age", "who", "day", "metrics.`time.max`", "user is null")
                .orderBy("_id")
                .collectAsList();

        assertThat(rows.stream().map(Row::toString))
                .containsExactly(
                        "[ann,3,ann,mon,2,false]", "[bob,null,bob,null,7,false]", "[null,null,null,null,null,true]");
        assertThat(Arrays.asList(read.columns())).doesNotContain("computed").contains("other.who");
        assertThat(read
                        .selectExpr("user.age", "user is null", "`other.who`", "other.n", "other is null")
                        .orderBy("_id")
                        .collectAsList()
                        .stream()
                        .map(Row::toString))
                .containsExactly("[3,false,ann,null,true]", "[null,false,bob,null,true]", "[null,true,null,null,true]");
    }

    @Test
    void findsArraysBySampling() {
        String index = SparkFixture.index(
                elasticsearch,
                "arrays",
                json(
                        "{'mappings':{'properties':{'tags':{'type':'keyword'},'one':{'type':'keyword'},"
                                + "'where':{'type':'geo_point'},'parts':{'properties':{'n':{'type':'long'},'t':{'type':'keyword'}}}}}}"),
                List.of(
                        json("{'tags':['a','b'],'one':'x','where':[[1,2],[3,4]],'parts':[{'n':1,'t':['p','q']},{}]}"),
                        json("{'tags':'c','one':[],'where':{'lat':1,'lon':2},'parts':{'n':2}}"),
                        json("{'tags':[null,['d','e']],'parts.n':5}")));

        Dataset<Row> read = SparkFixture.load(elasticsearch, index);

        assertThat(read.schema().catalogString())
                .isEqualTo("struct<one:string,parts:array<struct<n:bigint,t:array<string>>>,tags:array<string>,"
                        + "where:array<struct<lat:double,lon:double>>>");
        assertThat(read.orderBy("_id").toJSON().collectAsList())
                .containsExactly(
                        json("{'one':'x','parts':[{'n':1,'t':['p','q']},{}],'tags':['a','b'],"
                                + "'where':[{'lat':2.0,'lon':1.0},{'lat':4.0,'lon':3.0}]}"),
                        json("{'parts':[{'n':2}],'tags':['c'],'where':[{'lat':1.0,'lon':2.0}]}"),
                        json("{'parts':[{'n':5}],'tags':[null,'d','e']}"));
    }

    @Test
    void meetsAnArrayInAScalarColumnAsTold() {
        String index = SparkFixture.index(
                elasticsearch,
                "mismatch",
                json("{'mappings':{'properties':{'tag':{'type':'keyword'},'n':{'type':'long'}}}}"),
                List.of(json("{'tag':'a','n':1}"), json("{'tag':['b','c'],'n':[2,3]}"), json("{'tag':'d','n':1.5}")));
        String[] never = {"arrays", "never"};

        assertThatThrownBy(() -> SparkFixture.load(elasticsearch, index, never).collectAsList())
                .rootCause()
                .hasMessageContaining("field 'tag' of document '1' in index '" + index + "' is an array")
                .hasMessageContaining("array-fields");
        assertThat(shown(index, "first")).containsExactly("[1,a]", "[2,b]", "[null,d]");
        assertThat(shown(index, "null")).containsExactly("[1,a]", "[null,null]", "[null,d]");
        assertThat(shown(index, "json")).containsExactly("[1,a]", "[null,[\"b\",\"c\"]]", "[null,d]");
    }

    private List<String> shown(String index, String policy) {
        return SparkFixture.load(elasticsearch, index, "arrays", "never", "on-mismatch", policy)
                .orderBy("_id")
                .collectAsList()
                .stream()
                .map(Row::toString)
                .toList();
    }

    @Test
    void mergesIndicesAndNamesWhatContradicts() {
        String one = SparkFixture.index(
                elasticsearch,
                "merge",
                json("{'mappings':{'properties':{'n':{'type':'integer'},'d':{'type':'date','format':'dd/MM/yyyy'},"
                        + "'s':{'type':'keyword'}}}}"),
                List.of(json("{'n':1,'d':'01/02/2020'}")));
        String other = SparkFixture.index(
                elasticsearch,
                "merge",
                json("{'mappings':{'properties':{'n':{'type':'long'},'d':{'type':'date','format':'MM/dd/yyyy'},"
                        + "'s':{'type':'long'},'extra':{'type':'boolean'}}}}"),
                List.of(json("{'n':5000000000,'d':'01/02/2020','extra':true}")));
        String both = one + "," + other;

        List<Row> rows = SparkFixture.load(elasticsearch, both, "exclude-fields", "s")
                .select("d", "extra", "n")
                .orderBy("n")
                .collectAsList();

        assertThat(rows.stream().map(Row::toString))
                .containsExactly("[2020-02-01 00:00:00.0,null,1]", "[2020-01-02 00:00:00.0,true,5000000000]");
        assertThatThrownBy(() -> SparkFixture.load(elasticsearch, both))
                .hasMessageContaining("field 's' is keyword in index '" + one + "' and long in index '" + other);
    }

    @Test
    void takesAUsersSchema() {
        String index = SparkFixture.index(
                elasticsearch,
                "declared",
                json("{'mappings':{'dynamic':false,'properties':{'n':{'type':'long'},'d':{'type':'date'}}}}"),
                List.of(json("{'n':12345678901234567890123,'x':{'y':[1,2]},'price':12.50,'m':{'a':1},'d':'2020-01-01'}")
                        .replace("12345678901234567890123", "1234")));

        Row row = SparkFixture.spark()
                .read()
                .format("leat")
                .option("nodes", elasticsearch.url().toString())
                .schema(
                        "_id string, n string, x struct<y: array<int>>, price decimal(10,2), m map<string,bigint>, d timestamp")
                .load(index)
                .first();

        assertThat(row.getString(0)).isEqualTo("0");
        assertThat(row.getString(1)).isEqualTo("1234");
        assertThat(row.getStruct(2).getList(0)).isEqualTo(List.of(1, 2));
        assertThat(row.getDecimal(3)).isEqualTo(new BigDecimal("12.50"));
        assertThat(row.getJavaMap(4)).hasToString("{a=1}");
        assertThat(row.getTimestamp(5)).isEqualTo(Timestamp.from(Instant.parse("2020-01-01T00:00:00Z")));
    }

    @Test
    void keepsTheDigitsOfNumbersInStrings() {
        String index = SparkFixture.index(
                elasticsearch,
                "digits",
                json("{'mappings':{'properties':{'k':{'type':'keyword'},'n':{'type':'long'},"
                        + "'o':{'type':'object','enabled':false}}}}"),
                List.of(
                        json("{'k':'a','n':1}"),
                        json("{'k':1.50,'n':2,'o':{'a':12345678901234567890.123456789}}"),
                        json("{'k':1e3,'n':3}")));
        Dataset<Row> read = SparkFixture.load(elasticsearch, index);

        assertThat(read.orderBy("n").select("k").collectAsList().toString()).isEqualTo("[[a], [1.50], [1e3]]");
        assertThat(read.filter("n = 2").select("o").first().getString(0))
                .isEqualTo("{\"a\":12345678901234567890.123456789}");
        assertThat(LeatScan.documents(
                                SparkFixture.spark(),
                                index,
                                Map.of("nodes", elasticsearch.url().toString()))
                        .collectAsList())
                .contains(json("{'k':1e3,'n':3}"));
    }

    private static String shown(Object value) {
        return switch (value) {
            case null -> "null";
            case byte[] bytes -> Arrays.toString(bytes);
            case scala.collection.Seq<?> values -> {
                List<?> list = scala.jdk.javaapi.CollectionConverters.asJava(values);
                yield list.toString();
            }
            case scala.collection.Map<?, ?> map ->
                scala.jdk.javaapi.CollectionConverters.asJava(map).toString();
            default -> value.toString();
        };
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
