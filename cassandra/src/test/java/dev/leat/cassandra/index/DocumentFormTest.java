package dev.leat.cassandra.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.type.DataTypes;
import dev.leat.cassandra.sync.Content;
import dev.leat.cassandra.sync.DocState;
import dev.leat.cassandra.sync.NewFields;
import dev.leat.cassandra.sync.RowKey;
import dev.leat.cassandra.sync.Version;
import dev.leat.cassandra.type.Column;
import dev.leat.cassandra.type.Column.Kind;
import dev.leat.cassandra.type.CqlType;
import dev.leat.cassandra.type.KeyText;
import dev.leat.cassandra.type.ScalarType;
import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.ConfigException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DocumentFormTest {

    private static final Version VERSION = new Version("uuid", 3, 1);
    private static final TableShape SHAPE = new TableShape(
            "shop",
            "orders",
            List.of(
                    new Column("customer", ScalarType.TEXT, Kind.PARTITION_KEY),
                    new Column("number", ScalarType.INT, Kind.CLUSTERING)),
            List.of(
                    new Column("total", ScalarType.DECIMAL, Kind.REGULAR),
                    new Column("at", ScalarType.TIMESTAMP, Kind.REGULAR),
                    new Column("count", ScalarType.BIGINT, Kind.REGULAR),
                    new Column("edit", ScalarType.TIMEUUID, Kind.REGULAR)),
            false);
    private static final RowKey KEY = RowKey.of("[\"ann\",7]");
    private static final DocumentForm FORM = new DocumentForm(SHAPE, IndexSettings.of("orders"));

    private static StoredDocument document(String id, String source) {
        return new StoredDocument(id, VERSION, source.getBytes(StandardCharsets.UTF_8));
    }

    private static DocState state(DocumentForm form, String source) {
        return form.state(KEY, document(KEY.id(), source));
    }

    private static DocState.Present present(DocumentForm form, String source) {
        return (DocState.Present) state(form, source);
    }

    private static DocumentForm withVersion(String column, ChronoUnit unit) {
        return new DocumentForm(SHAPE, IndexSettings.of("orders").withVersionColumn(column, unit));
    }

    @Test
    void aSourceShowsTheKeyAndTheValuesAndKeepsWhatIsNotOurs() {
        DocState.Present read = present(FORM, """
                {"own": {"a": [1.10, "x\\ny"]}, "total": 1.50, "customer": "bob", "ü \\"q\\"": 1e3
                , "last":-0.0}""");

        String source = new String(
                FORM.source(KEY, Content.of(Map.of("count", "2")), read.ownFields()), StandardCharsets.UTF_8);

        assertThat(source)
                .isEqualTo("{\"customer\":\"ann\",\"number\":7,\"count\":2,\"own\":{\"a\": [1.10, \"x\\ny\"]},"
                        + "\"ü \\\"q\\\"\":1e3,\"last\":-0.0}");
    }

    @Test
    void aSourceIsOneLineWhateverWasInTheDocument() {
        DocState.Present read = present(FORM, "{\"own\":\n{\r\n\"a\":\n1}\n}");

        assertThat(new String(FORM.source(KEY, Content.EMPTY, read.ownFields()), StandardCharsets.UTF_8))
                .doesNotContain("\n", "\r")
                .endsWith(",\"own\":{  \"a\": 1}}");
    }

    @Test
    void contentIsCanonicalWhateverItsSpelling() {
        Content content = present(FORM, "{\"total\":\"1.50\",\"count\":\"7\",\"at\":\"2026-01-02\",\"edit\":null}")
                .content();

        assertThat(content.values())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("total", "\"1.50\"", "count", "7", "at", "\"2026-01-02T00:00:00.000Z\""));
    }

    @Test
    void aValueThatDoesNotFitItsColumnIsNamedWithoutTheValue() {
        assertThat(state(FORM, "{\"count\":\"seven\"}"))
                .isEqualTo(new DocState.Unreadable("the field count: not a bigint, or out of its range"));
        assertThat(state(FORM, "{\"count\":[1,2]}"))
                .isEqualTo(new DocState.Unreadable("the field count: 2 values for one bigint"));
    }

    @Test
    void anIndexWithoutSourcesIsNamed() {
        assertThat(state(FORM, ""))
                .isEqualTo(new DocState.Unreadable("the index does not keep the source of documents (_source)"));
    }

    @Test
    void theVersionColumnTellsTheTimeOfTheEdit() {
        assertThat(present(withVersion("count", ChronoUnit.SECONDS), "{\"count\":3}")
                        .editTime())
                .isEqualTo(3_000_000);
        assertThat(present(withVersion("count", ChronoUnit.MILLIS), "{\"count\":-3}")
                        .editTime())
                .isEqualTo(-3_000);
        assertThat(present(withVersion("count", ChronoUnit.MICROS), "{\"count\":3}")
                        .editTime())
                .isEqualTo(3);
        assertThat(present(withVersion("count", ChronoUnit.SECONDS), "{\"count\":9223372036854775807}")
                        .editTime())
                .isEqualTo(Long.MAX_VALUE);
        assertThat(present(withVersion("at", ChronoUnit.MILLIS), "{\"at\":\"1970-01-01T00:00:01.5Z\"}")
                        .editTime())
                .isEqualTo(1_500_000);
        assertThat(present(
                                withVersion("edit", ChronoUnit.MILLIS),
                                "{\"edit\":\"13814000-1dd2-11b2-8000-000000000000\"}")
                        .editTime())
                .isZero();
        assertThat(present(withVersion("at", ChronoUnit.MILLIS), "{\"count\":3}")
                        .editTime())
                .isNull();
    }

    @Test
    void aColumnThatTellsNoTimeIsRefused() {
        assertThatThrownBy(() -> withVersion("total", ChronoUnit.MILLIS))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "the column \"total\" of shop.orders is a decimal; a timestamp, timeuuid or bigint");
        assertThatThrownBy(() -> withVersion("missing", ChronoUnit.MILLIS))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("has no column \"missing\"");
    }

    @Test
    void documentsOfTheTablesSourceAreMarked() {
        DocumentForm form = new DocumentForm(SHAPE, IndexSettings.of("orders").withSourceId("cassandra"));

        assertThat(present(form, "{\"source\": \"cassandra\"}").isOfTableSource())
                .isTrue();
        assertThat(present(form, "{\"source\": \"elastic\"}").isOfTableSource()).isFalse();
        assertThat(present(FORM, "{\"source\": \"cassandra\"}").isOfTableSource())
                .isFalse();
    }

    @Test
    void aHashedIdIsUnderstoodByTheKeysFields() {
        String customer = "x".repeat(600);
        String values = "[\"" + customer + "\",7]";
        RowKey key = new RowKey(KeyText.id(values), values);
        String source = new String(FORM.source(key, Content.EMPTY, ""), StandardCharsets.UTF_8);

        assertThat(KeyText.isHashed(key.id())).isTrue();
        assertThat(FORM.key(document(key.id(), source))).isEqualTo(key);
        assertThat(FORM.key(document("plain", source))).isEqualTo(RowKey.of("plain"));
    }

    @Test
    void aHashedIdThatTheFieldsDoNotMatchCannotBeRead() {
        String id = "sha256:" + "0".repeat(64);
        RowKey key = FORM.key(document(id, "{\"customer\":\"ann\",\"number\":7}"));

        assertThat(key).isEqualTo(RowKey.of(id));
        assertThat(FORM.state(key, document(id, "{}")))
                .isEqualTo(new DocState.Unreadable(
                        "the document's id is a hash of its key, and the key's columns are not in its fields"));
    }

    @Test
    void aFieldThatIsInNoColumnIsKeptOrRefusedOrWantsOne() {
        String source = "{\"total\":\"1.50\",\"new\":\"x\",\"list\":[1],\"none\":null}";
        IndexSettings settings = IndexSettings.of("orders");
        DocumentForm refusing = new DocumentForm(SHAPE, settings.withNewFields(NewFields.DEAD_LETTER));
        DocumentForm adding = new DocumentForm(SHAPE, settings.withNewFields(NewFields.ADD_COLUMN));

        assertThat(present(FORM, source).ownFields()).contains("\"new\":\"x\"");
        assertThat(FORM.wanted(document(KEY.id(), source))).isEmpty();
        assertThat(state(refusing, source))
                .isEqualTo(new DocState.Unreadable("the field new is in no column of the table"));
        assertThat(adding.wanted(document(KEY.id(), source)))
                .containsExactlyInAnyOrderEntriesOf(Map.of("new", "text", "list", "frozen<list<bigint>>"));
        assertThat(state(adding, "{\"new\":{}}"))
                .isEqualTo(
                        new DocState.Unreadable("the field new: no column is added for an object; add one of a type of"
                                + " your own, or a map"));
        assertThat(adding.wanted(document(KEY.id(), "{\"new\":{}}"))).isEmpty();
        assertThat(state(adding, "{\"\":1}"))
                .isEqualTo(new DocState.Unreadable("a field has a name that no column can have"));
    }

    @Test
    void fieldsInNoColumnGoIntoTheMapAndComeBack() {
        TableShape shape = new TableShape(
                        "shop",
                        "orders",
                        SHAPE.key(),
                        List.of(
                                new Column("count", ScalarType.BIGINT, Kind.REGULAR),
                                new Column(
                                        "extra",
                                        CqlType.of(DataTypes.mapOf(DataTypes.TEXT, DataTypes.TEXT)),
                                        Kind.REGULAR)),
                        false)
                .withFieldsIn("extra", Set.of("source"));
        DocumentForm form = new DocumentForm(
                shape,
                IndexSettings.of("orders").withNewFields(NewFields.EXTRA_MAP).withSourceId("cassandra"));

        DocState.Present read = present(form, """
                {"customer": "ann", "count": 2, "source": "elastic", "extra": [1.10], "own": {"b": null,
                 "a": "x"}, "none": null}""");
        String source = new String(form.source(KEY, read.content(), read.ownFields()), StandardCharsets.UTF_8);

        assertThat(read.content().values())
                .containsOnly(
                        Map.entry("count", "2"),
                        Map.entry("extra", "{\"extra\":[1.10],\"none\":null,\"own\":{\"a\":\"x\",\"b\":null}}"));
        assertThat(read.ownFields()).isEqualTo("\"source\":\"elastic\"");
        assertThat(source)
                .isEqualTo("{\"customer\":\"ann\",\"number\":7,\"count\":2,\"extra\":[1.10],\"none\":null,"
                        + "\"own\":{\"a\":\"x\",\"b\":null},\"source\":\"elastic\"}");
        assertThat(present(form, source).content()).isEqualTo(read.content());
        assertThat(present(form, "{\"count\":2}").content()).isEqualTo(Content.of(Map.of("count", "2")));
    }

    @Test
    void whatComesFromTheTableWantsNoColumn() {
        DocumentForm form = new DocumentForm(
                SHAPE, IndexSettings.of("orders").withSourceId("cassandra").withNewFields(NewFields.ADD_COLUMN));

        assertThat(form.wanted(document(KEY.id(), "{\"source\":\"cassandra\",\"new\":1}")))
                .isEmpty();
        assertThat(form.wanted(document(KEY.id(), "{\"source\":\"elastic\",\"new\":1}")))
                .containsOnlyKeys("new");
    }

    @Test
    void anArrayOfOneIsThatValueAndAnEmptyOneIsNone() {
        assertThat(present(FORM, "{\"count\":[7],\"total\":[]}").content()).isEqualTo(Content.of(Map.of("count", "7")));
    }
}
