package dev.leat.connect.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationField;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.SecretReferences;
import dev.leat.elastic.Json;
import dev.leat.elastic.Problem;
import dev.leat.elastic.Secret;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationDocumentTest {

    private static final SecretReferences REFERENCES =
            SecretReferences.of(Map.of("DB_PASSWORD", "s3cret", "DB_PORT", "5433", "TLS", "true"));

    private static final ConfigurationSchema SCHEMA = ConfigurationSchema.of(
            ConfigurationField.string("host", "Host").required().describedAs("Where it runs"),
            ConfigurationField.integer("port", "Port")
                    .required()
                    .withDefault("5432")
                    .between(1, 65_535),
            ConfigurationField.secret("password", ""),
            ConfigurationField.list("tables", "Tables").required().withDefault("*"),
            ConfigurationField.integer("fetch", "Rows").withDefault("50").advanced(),
            ConfigurationField.string("mode", "Mode").oneOf("fast", "safe").withDefault("safe"),
            ConfigurationField.bool("tls", "TLS").required().withDefault("false"),
            ConfigurationField.string("ca", "Authority").required().multiline().onlyWhen("tls", true));

    private static final ConfigurationDocument DOCUMENT = ConfigurationDocument.of(SCHEMA);

    @Test
    void describesEverySettingWithThirteenProperties() {
        assertThat(DOCUMENT.entries().keySet())
                .containsExactly("host", "port", "password", "tables", "fetch", "mode", "tls", "ca");
        assertThat(json(DOCUMENT.entries().get("port"))).isEqualTo("""
                {"default_value":null,"depends_on":[],"display":"numeric","label":"Port","options":[],"order":2,\
                "required":true,"sensitive":false,"tooltip":null,"type":"int","ui_restrictions":[],"validations":[\
                {"constraint":0,"type":"greater_than"},{"constraint":65536,"type":"less_than"}],"value":5432}""");
        assertThat(json(DOCUMENT.entries().get("password"))).isEqualTo("""
                {"default_value":null,"depends_on":[],"display":"text","label":"PASSWORD","options":[],"order":3,\
                "required":false,"sensitive":true,"tooltip":null,"type":"str","ui_restrictions":[],"validations":[],\
                "value":""}""");
        assertThat(json(DOCUMENT.entries().get("mode"))).isEqualTo("""
                {"default_value":"safe","depends_on":[],"display":"dropdown","label":"Mode","options":[\
                {"label":"fast","value":"fast"},{"label":"safe","value":"safe"}],"order":6,"required":false,\
                "sensitive":false,"tooltip":null,"type":"str","ui_restrictions":[],"validations":[\
                {"constraint":["fast","safe"],"type":"included_in"}],"value":"safe"}""");
        assertThat(json(DOCUMENT.entries().get("ca")))
                .contains("\"depends_on\":[{\"field\":\"tls\",\"value\":true}]", "\"display\":\"textarea\"");
        assertThat(json(DOCUMENT.entries().get("fetch")))
                .contains("\"default_value\":50", "\"ui_restrictions\":[\"advanced\"]", "\"value\":\"\"");
    }

    @Test
    void aDocumentFullOfDefaultsLacksWhatIsRequired() {
        assertThatThrownBy(() -> DOCUMENT.configure(SCHEMA, REFERENCES))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("Field validation errors: host: is required, but has no value");

        Configuration configuration = DOCUMENT.withValue("host", "db").configure(SCHEMA, REFERENCES);

        assertThat(configuration.integer("port")).isEqualTo(5432);
        assertThat(configuration.integer("fetch")).isEqualTo(50);
        assertThat(configuration.list("tables")).containsExactly("*");
        assertThat(configuration.findString("ca")).isEmpty();
    }

    @Test
    void reportsEverythingThatIsWrongInOneText() {
        InvalidConfigurationException wrong = catchThrowableOfType(
                InvalidConfigurationException.class,
                () -> DOCUMENT.withValue("port", "70000")
                        .withValue("fetch", "many")
                        .withValue("mode", "slow")
                        .withValue("tls", "true")
                        .configure(SCHEMA, REFERENCES));

        assertThat(wrong).hasMessageStartingWith("Field validation errors: host: is required, but has no value; port:");
        assertThat(wrong.problems())
                .containsExactly(
                        new Problem("host", "is required, but has no value"),
                        new Problem("port", "must be less than 65536, but is '70000'"),
                        new Problem("fetch", "must be a whole number, but is 'many'"),
                        new Problem("mode", "must be one of [fast, safe], but is 'slow'"),
                        new Problem("ca", "is required, but has no value"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            int  | "1"              | 1
            int  | 2.0              | 2
            int  | ""               | null
            int  | null             | null
            int  | 1.5              | !must be a whole number
            int  | true             | !must be a whole number
            float| "1.5"            | 1.5
            bool | "True"           | true
            bool | "false"          | false
            bool | 1                | true
            bool | ""               | null
            bool | "yes"            | !must be true or false
            str  | null             | ''
            str  | 7                | 7
            str  | {"a":1}          | !must be text
            list | "1,2,3,"         | [1, 2, 3]
            list | ",,,1,2,3   "    | [1, 2, 3]
            list | ""               | []
            list | null             | []
            list | 0                | [0]
            list | false            | [false]
            list | ["a","b,c"]      | [a, b,c]
            list | {"a":1,"b":2}    | [[a, 1], [b, 2]]
            odd  | {"a":1}          | {a=1}
            """)
    void convertsValuesByTheirTypes(String type, @Nullable String json, @Nullable String expected) {
        Object value = json == null ? null : Json.MAPPER.readValue(json, Object.class);
        if (expected != null && expected.startsWith("!")) {
            assertThatThrownBy(() -> WireValue.convert(type, value)).hasMessage(expected.substring(1));
        } else {
            Object converted = WireValue.convert(type, value);
            assertThat(converted == null ? null : converted.toString()).isEqualTo(expected);
        }
    }

    @Test
    void checksWhatADocumentOfAnotherServiceSays() {
        Map<String, Object> entries = new LinkedHashMap<>();
        entries.put("mail", entry("str", "me", "validations", List.of(validation("regex", "\\S+@\\S+"))));
        entries.put("days", entry("int", "7", "validations", List.of(validation("greater_than", 7))));
        entries.put("ids", entry("list", "1,x", "validations", List.of(validation("list_type", "int"))));
        entries.put(
                "kinds", entry("list", "a,b", "validations", List.of(validation("included_in", List.of("a", "c")))));
        entries.put("bad", entry("str", "x", "validations", List.of(validation("regex", "(?=x)"))));
        entries.put("lost", entry("str", "x", "depends_on", List.of(Map.of("field", "gone", "value", 1))));
        entries.put(
                "off",
                entry(
                        "int",
                        "none",
                        "depends_on",
                        List.of(Map.of("field", "days", "value", 8), Map.of("field", "mail"))));
        entries.put("on", entry("int", "none", "depends_on", List.of(Map.of("field", "days", "value", "7"))));
        entries.put("token", entry("int", "hush", "sensitive", true));
        entries.put("old", "");

        InvalidConfigurationException wrong = catchThrowableOfType(
                InvalidConfigurationException.class,
                () -> new ConfigurationDocument(entries).configure(ConfigurationSchema.of(), REFERENCES));

        assertThat(wrong.problems().stream().map(Problem::toString))
                .satisfiesExactly(
                        problem -> assertThat(problem).isEqualTo("mail: must match \\S+@\\S+, but is 'me'"),
                        problem -> assertThat(problem).isEqualTo("days: must be greater than 7, but is '7'"),
                        problem -> assertThat(problem).isEqualTo("ids: must be a list of int, but is '[1, x]'"),
                        problem -> assertThat(problem).isEqualTo("kinds: must be one of [a, c], but is '[a, b]'"),
                        problem -> assertThat(problem).startsWith("bad: '(?=x)' cannot be used"),
                        problem -> assertThat(problem)
                                .isEqualTo("lost: depends on 'gone', which the configuration does not have"),
                        problem -> assertThat(problem).isEqualTo("on: must be a whole number, but is 'none'"),
                        problem -> assertThat(problem).isEqualTo("token: must be a whole number"),
                        problem -> assertThat(problem).isEqualTo("old: is required, but has no value"));
    }

    @Test
    void resolvesReferencesAndNeverQuotesWhatTheyStandFor() {
        ConfigurationDocument document = DOCUMENT.withValue("host", "db")
                .withValue("password", "${env:DB_PASSWORD}")
                .withValue("port", "${env:DB_PORT}")
                .withValue("tls", "${env:TLS}")
                .withValue("ca", "pem");

        Configuration configuration = document.configure(SCHEMA, REFERENCES);

        assertThat(configuration.secret("password")).isEqualTo(new Secret("s3cret"));
        assertThat(configuration.integer("port")).isEqualTo(5433);
        assertThat(configuration.string("ca")).isEqualTo("pem");
        assertThatThrownBy(() -> document.withValue("port", "${env:DB_PASSWORD}")
                        .withValue("mode", "${env:DB_PASSWORD}")
                        .withValue("host", "${env:NOPE}")
                        .configure(SCHEMA, REFERENCES))
                .hasMessage("Field validation errors: host: the variable NOPE is not set; port: must be a whole number;"
                        + " mode: must be one of [fast, safe]");
    }

    @Test
    void bringsADocumentUpToDateAndKeepsValuesAndWhatItDoesNotKnow() {
        Map<String, Object> old = new HashMap<>();
        old.put("host", "legacy-host");
        old.put("port", new HashMap<>(Map.of("value", 1234, "label", "old", "category", "kept")));
        old.put("extra", Map.of("value", "x"));

        ConfigurationDocument prepared =
                new ConfigurationDocument(old).prepared(SCHEMA).orElseThrow();

        assertThat(prepared.configure(SCHEMA, REFERENCES).string("host")).isEqualTo("legacy-host");
        assertThat(prepared.configure(SCHEMA, REFERENCES).integer("port")).isEqualTo(1234);
        assertThat(json(prepared.entries().get("port"))).contains("\"label\":\"Port\"", "\"category\":\"kept\"");
        assertThat(prepared.entries())
                .containsEntry("extra", Map.of("value", "x"))
                .containsKey("ca");
        assertThat(prepared.prepared(SCHEMA)).isEmpty();
        assertThat(reread(DOCUMENT).prepared(SCHEMA)).isEmpty();
    }

    @Test
    void showsReferencesButNoSecrets() {
        assertThat(json(DOCUMENT.withValue("password", "hush").masked().entries()))
                .contains("\"value\":\"***\"")
                .doesNotContain("hush");
        assertThat(json(DOCUMENT.withValue("password", "${env:P}").masked().entries()))
                .contains("${env:P}");
    }

    private static ConfigurationDocument reread(ConfigurationDocument document) {
        @SuppressWarnings("unchecked")
        Map<String, Object> entries = Json.MAPPER.readValue(json(document.entries()), Map.class);
        return new ConfigurationDocument(entries);
    }

    private static String json(@Nullable Object value) {
        return Json.MAPPER
                .rebuild()
                .enable(tools.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build()
                .writeValueAsString(value);
    }

    private static Map<String, Object> entry(String type, Object value, String property, Object more) {
        return Map.of("type", type, "value", value, property, more);
    }

    private static Map<String, Object> validation(String type, Object constraint) {
        return Map.of("type", type, "constraint", constraint);
    }
}
