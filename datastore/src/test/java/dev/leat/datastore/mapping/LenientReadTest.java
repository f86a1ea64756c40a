package dev.leat.datastore.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.check.Lower;
import dev.leat.elastic.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LenientReadTest {

    enum Status {
        OPEN,
        CLOSED
    }

    record Inner(String name, int count) {}

    record Note(
            @Id String id,
            @Nullable String text,
            long number,
            @Nullable Integer boxed,
            double decimal,
            boolean flag,
            @Nullable Instant at,
            @Default("open") Status status,
            @Lower @Default("NONE") String lower,
            @Default("[1, 2]") List<Integer> numbers,
            List<String> tags,
            Set<Status> states,
            @Flattened Map<String, String> labels,
            @Nullable List<String> maybe,
            @Nullable Inner inner,
            List<Inner> inners) {}

    private final DocumentType<Note> type = DocumentType.of(Note.class);

    private Note read(String json) {
        return type.decode("n", json.replace('\'', '"').getBytes(UTF_8));
    }

    @Test
    void whatIsMissingIsNullOrEmptyOrTheDefault() {
        assertThat(read("{}"))
                .isEqualTo(new Note(
                        "n",
                        null,
                        0,
                        null,
                        0,
                        false,
                        null,
                        Status.OPEN,
                        "none",
                        List.of(1, 2),
                        List.of(),
                        Set.of(),
                        Map.of(),
                        null,
                        null,
                        List.of()));
        assertThat(read("{'text':null,'number':null,'tags':null,'numbers':null,'inner':null}"))
                .isEqualTo(read("{}"));
    }

    @Test
    void whatTheClassDoesNotDeclareIsPassedOver() {
        assertThat(read("{'gone':{'deep':[1,{'x':2}]},'number':7,'id':'other','_leat':{'ops':[1]}}")
                        .number())
                .isEqualTo(7);
        assertThat(read("{'id':'other'}").id()).isEqualTo("n");
    }

    @Test
    void otherFormsOfTheSameValueAreUnderstood() {
        Note note = read("{'text':5,'number':'12','boxed':3.0,'decimal':'1e3','flag':'true','status':'CLOSED',"
                + "'tags':'one','states':['open','OPEN'],'inners':{'name':'a'},'inner':[{'name':'b','count':'2'}]}");

        assertThat(note.text()).isEqualTo("5");
        assertThat(note.number()).isEqualTo(12);
        assertThat(note.boxed()).isEqualTo(3);
        assertThat(note.decimal()).isEqualTo(1000);
        assertThat(note.flag()).isTrue();
        assertThat(note.status()).isEqualTo(Status.CLOSED);
        assertThat(note.tags()).containsExactly("one");
        assertThat(note.states()).containsExactly(Status.OPEN);
        assertThat(note.inners()).containsExactly(new Inner("a", 0));
        assertThat(note.inner()).isEqualTo(new Inner("b", 2));
        assertThat(read("{'tags':['a',null,'b'],'text':['x'],'boxed':[]}"))
                .isEqualTo(read("{'tags':['a','b'],'text':'x'}"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T03:00:00Z, 2026-11-21T03:00:00Z",
        "2026-11-21T03:00:00.5+01:00, 2026-11-21T02:00:00.5Z",
        "2026-11-21T03:00:00-05:00, 2026-11-21T08:00:00Z",
        "2026-11-21T03:00:00, 2026-11-21T03:00:00Z",
        "2026-11-21, 2026-11-21T00:00:00Z",
    })
    void datesAreReadInEveryFormOfIso8601(String text, Instant expected) {
        assertThat(read("{'at':'" + text + "'}").at()).isEqualTo(expected);
    }

    @Test
    void datesAreReadAsMillisecondsToo() {
        assertThat(read("{'at':1000}").at()).isEqualTo(Instant.ofEpochSecond(1));
    }

    @Test
    void everyValueThatCannotBeReadIsNamedAtOnce() {
        String json = "{'number':'x','boxed':2147483648,'decimal':1e999,'flag':'yes','at':'tomorrow','status':'lost',"
                + "'tags':[{}],'inner':5,'inners':[{'count':1.5}],'text':{},'maybe':['a',['b','c']]}";

        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        InvalidDocumentException.class,
                        thrown -> assertThat(thrown.problems())
                                .containsExactly(
                                        problem(
                                                "number",
                                                "is not a whole number from -9223372036854775808 to 9223372036854775807"),
                                        problem("boxed", "is not a whole number from -2147483648 to 2147483647"),
                                        problem("decimal", "is not a finite number"),
                                        problem("flag", "is not true or false"),
                                        problem("at", "is not a date such as 2026-11-21T03:00:00.000Z"),
                                        problem("status", "is not one of [closed, open]"),
                                        problem("tags[0]", "is an object, not a text"),
                                        problem("inner", "is not an object"),
                                        problem(
                                                "inners[0].count",
                                                "is not a whole number from -2147483648 to 2147483647"),
                                        problem("text", "is an object, not a text"),
                                        problem("maybe[1]", "is a list of several, not a text")))
                .hasMessageStartingWith("Document 'n' of note is invalid: number: is not")
                .hasMessageEndingWith("; and 1 more problems");
    }

    private static Problem problem(String path, String message) {
        return new Problem(path, message);
    }

    @Test
    void aLossyReadGivesTheRest() {
        Decoded<Note> decoded = type.decodeLossy("n", "{\"number\":\"x\",\"text\":\"kept\"}".getBytes(UTF_8));

        assertThat(decoded.value()).isEqualTo(read("{'text':'kept'}"));
        assertThat(decoded.dropped()).extracting(Problem::key).containsExactly("number");
    }

    @ParameterizedTest
    @CsvSource({"[]", "5", "''", "{\"a\":", "nonsense"})
    void whatIsNoDocumentIsSaidToBeNone(String json) {
        assertThatThrownBy(() -> type.decode("n", json.getBytes(UTF_8)))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageMatching("Document 'n' of note is invalid: is not (a JSON object|JSON)");
    }

    @Test
    void aDecimalWithAGiganticExponentCostsNothing() {
        assertThatThrownBy(() -> read("{'number':1e1000000000,'boxed':'1e1000000000'}"))
                .hasMessageContainingAll("number: is not a whole number", "boxed: is not a whole number");
    }

    record Keeper(
            @Id String id,
            String name,
            @Nullable Part part,
            @Extra Map<String, Object> extra) {
        record Part(String name, @Extra Map<String, Object> rest) {}
    }

    @Test
    void extraFieldsAreKeptDigitByDigit() {
        DocumentType<Keeper> keeper = DocumentType.of(Keeper.class);
        String json =
                "{\"name\":\"n\",\"part\":{\"name\":\"p\",\"old\":[1,null,true]},\"a\":1,\"b\":12345678901234567890,"
                        + "\"c\":1.50,\"d\":0.1,\"e\":{\"f\":[\"x\",{\"g\":1E+400}]}}";

        Keeper kept = keeper.decode("k", json.getBytes(UTF_8));

        assertThat(new String(keeper.encode(kept), UTF_8)).isEqualTo(json);
        assertThat(kept.extra())
                .containsEntry("a", 1L)
                .containsEntry("b", new BigInteger("12345678901234567890"))
                .containsEntry("c", new BigDecimal("1.50"))
                .containsEntry("d", 0.1);
        assertThat(kept.extra()).doesNotContainKey("_leat");
        assertThat(keeper.mapping().path("dynamic").asString()).isEqualTo("false");
        assertThat(keeper.mapping().at("/properties/part/dynamic").asString()).isEqualTo("false");
    }

    @Test
    void anExtraFieldCannotHideADeclaredOne() {
        DocumentType<Keeper> keeper = DocumentType.of(Keeper.class);

        assertThat(keeper.check(new Keeper("k", "n", null, Map.of("name", "x"))))
                .containsExactly(problem("name", "is a field of the class, and so cannot be among the extra ones"));
        assertThat(keeper.check(new Keeper("k", "n", null, Map.of("_leat", 1)))).hasSize(1);
    }

    record Positive(int number) {
        Positive {
            if (number < 0) {
                throw new IllegalArgumentException("number must not be negative");
            }
        }
    }

    @Test
    void aConstructorThatRefusesIsNamed() {
        assertThatThrownBy(() -> DocumentType.of(Positive.class).decode("p", "{\"number\":-1}".getBytes(UTF_8)))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessage("Document 'p' of positive is invalid: makes the constructor of Positive fail:"
                        + " java.lang.IllegalArgumentException: number must not be negative");
    }

    record Vectors(float[] vector, int[] numbers, String[] names, byte[] bytes) {}

    @Test
    void arraysAreLists() {
        DocumentType<Vectors> arrays = DocumentType.of(Vectors.class);
        Vectors value = new Vectors(new float[] {0.5f}, new int[] {1, 2}, new String[] {"a"}, new byte[] {1, -1});

        Vectors read = arrays.decode("a", arrays.encode(value));

        assertThat(new String(arrays.encode(value), UTF_8))
                .isEqualTo("{\"vector\":[0.5],\"numbers\":[1,2],\"names\":[\"a\"],\"bytes\":\"Af8=\"}");
        assertThat(Arrays.equals(read.vector(), value.vector())).isTrue();
        assertThat(read.numbers()).containsExactly(1, 2);
        assertThat(read.names()).containsExactly("a");
        assertThat(read.bytes()).containsExactly(1, -1);
    }
}
