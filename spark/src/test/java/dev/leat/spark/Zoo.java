package dev.leat.spark;

import dev.leat.testing.TestElasticsearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** An index with a field of every kind that filters meet, filled with values that are hard to tell apart. */
final class Zoo {

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "A",
            "b",
            "abc",
            "abcdefgh",
            "a*b",
            "a?b",
            "a\\\\b",
            "a%b",
            "a_b",
            "axb",
            "ä",
            "日本",
            "😀",
            "\uFFFD",
            "NULL",
            " a ");
    private static final List<String> WHOLES = List.of("0", "1", "-1", "2", "5", "100", "-128", "127");
    private static final List<String> LONGS = List.of(
            "0",
            "1",
            "-1",
            "9007199254740992",
            "9007199254740993",
            "9007199254740994",
            "9223372036854775807",
            "-9223372036854775808");
    private static final List<String> DOUBLES =
            List.of("0.0", "-0.0", "0.1", "1.5", "-1.5", "1e300", "-1e300", "4.9e-324", "0.30000000000000004", "2");
    private static final List<String> FLOATS = List.of(
            "0.0",
            "-0.0",
            "0.1",
            "0.10000001",
            "0.1000000001",
            "1.5",
            "-1.5",
            "16777216",
            "16777217",
            "3.4e38",
            "1e-45");
    private static final List<String> HALVES =
            List.of("0.0", "-0.0", "0.1", "0.10001", "0.0999", "1.5", "-1.5", "1000.3", "60000", "65504", "1e-9");
    private static final List<String> DATES = List.of(
            "2020-01-01T00:00:00Z",
            "2020-01-01T00:00:00.001Z",
            "2020-01-01T00:00:00.000001Z",
            "2020-01-01T00:00:00.000999Z",
            "2019-12-31T23:59:59.999999Z",
            "1969-12-31T23:59:59.9995Z",
            "1970-01-01T00:00:00Z",
            "2020-02-29",
            "0001-01-01");
    private static final List<String> MOMENTS = List.of(
            "2020-01-01T00:00:00Z",
            "2020-01-01T00:00:00.000000001Z",
            "2020-01-01T00:00:00.000000999Z",
            "2020-01-01T00:00:00.000001Z",
            "2019-12-31T23:59:59.999999999Z",
            "1970-01-02T00:00:00Z");
    private static final List<String> ADDRESSES =
            List.of("10.0.0.1", "10.0.0.2", "::1", "0:0:0:0:0:0:0:1", "1:2:3:4:5:6:7:8");

    /**
     * A kind of field.
     *
     * @param mapping of one field, as JSON
     * @param values in documents
     * @param isText whether they are strings there
     * @param type of the column, as a function or cast that makes a literal of it
     */
    record Kind(String name, String mapping, List<String> values, boolean isText, String type) {}

    static final List<Kind> KINDS = List.of(
            new Kind("kw", "'type':'keyword'", TEXTS, true, "string"),
            new Kind("kwshort", "'type':'keyword','ignore_above':2", TEXTS, true, "string"),
            new Kind("kwnull", "'type':'keyword','null_value':'NULL'", TEXTS, true, "string"),
            new Kind("kwlower", "'type':'keyword','normalizer':'lowercase'", TEXTS, true, "string"),
            new Kind("kwplain", "'type':'keyword','index':false", TEXTS, true, "string"),
            new Kind("kwlean", "'type':'keyword','doc_values':false", TEXTS, true, "string"),
            new Kind("kwcopy", "'type':'keyword'", TEXTS, true, "string"),
            new Kind("kwfrom", "'type':'keyword','copy_to':'kwcopy'", TEXTS, true, "string"),
            new Kind("txt", "'type':'text'", TEXTS, true, "string"),
            new Kind("txtbare", "'type':'text','norms':false", TEXTS, true, "string"),
            new Kind("tiny", "'type':'byte'", WHOLES, false, "tinyint"),
            new Kind("small", "'type':'short'", WHOLES, false, "smallint"),
            new Kind("whole", "'type':'integer'", WHOLES, false, "int"),
            new Kind("wholenull", "'type':'integer','null_value':5", WHOLES, false, "int"),
            new Kind("big", "'type':'long'", LONGS, false, "bigint"),
            new Kind("single", "'type':'float'", FLOATS, false, "float"),
            new Kind("half", "'type':'half_float'", HALVES, false, "float"),
            new Kind("dbl", "'type':'double'", DOUBLES, false, "double"),
            new Kind("flag", "'type':'boolean'", List.of("true", "false"), false, "boolean"),
            new Kind("day", "'type':'date'", DATES, true, "timestamp"),
            new Kind(
                    "dayown",
                    "'type':'date','format':'dd/MM/yyyy'",
                    List.of("01/02/2020", "31/12/1969"),
                    true,
                    "timestamp"),
            new Kind("moment", "'type':'date_nanos'", MOMENTS, true, "timestamp"),
            new Kind("addr", "'type':'ip'", ADDRESSES, true, "string"),
            new Kind("obj.kw", "", TEXTS, true, "string"),
            new Kind("obj.n", "", WHOLES, false, "int"),
            new Kind("loose.kw", "", TEXTS, true, "string"),
            new Kind("also", "'type':'alias','path':'obj.kw'", List.of(), true, "string"));

    private Zoo() {}

    static String fill(TestElasticsearch elasticsearch, SplittableRandom random, int documents) {
        List<String> fields = new ArrayList<>();
        for (Kind kind : KINDS) {
            if (!kind.name().contains(".")) {
                fields.add("'" + kind.name() + "':{" + kind.mapping() + "}");
            }
        }
        fields.add("'obj':{'properties':{'kw':{'type':'keyword'},'n':{'type':'integer'}}}");
        fields.add("'loose':{'dynamic':false,'properties':{'kw':{'type':'keyword'}}}");
        fields.add("'tags':{'type':'keyword'}");
        String body =
                "{'settings':{'number_of_shards':2},'mappings':{'properties':{" + String.join(",", fields) + "}}}";
        List<String> sources = new ArrayList<>();
        for (int document = 0; document < documents; document++) {
            sources.add(document(random));
        }
        return SparkFixture.index(elasticsearch, "zoo", body.replace('\'', '"'), sources);
    }

    private static String document(SplittableRandom random) {
        Map<String, String> fields = new TreeMap<>();
        for (Kind kind : KINDS) {
            if (!kind.values().isEmpty() && random.nextInt(4) > 0) {
                fields.put(kind.name(), value(kind, random));
            }
        }
        if (random.nextBoolean()) {
            fields.put("tags", "[\"a\",\"b\"]");
        }
        List<String> written = new ArrayList<>();
        fields.forEach((name, value) -> written.add("\"" + name + "\":" + value));
        return "{" + String.join(",", written) + "}";
    }

    private static String value(Kind kind, SplittableRandom random) {
        return switch (random.nextInt(16)) {
            case 0 -> "null";
            case 1 -> "[]";
            default -> {
                String value = kind.values().get(random.nextInt(kind.values().size()));
                yield kind.isText() ? "\"" + value + "\"" : value;
            }
        };
    }
}
