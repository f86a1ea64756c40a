package dev.leat.cassandra.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.type.DataTypes;
import dev.leat.cassandra.type.Column.Kind;
import dev.leat.testing.Seeds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class KeyTextTest {
    private static final Column PARTITION = new Column("p", ScalarType.TEXT, Kind.PARTITION_KEY);
    private static final KeyText PLAIN = new KeyText(shape(PARTITION));
    private static final KeyText COMPOSITE = new KeyText(shape(
            PARTITION,
            new Column("n", ScalarType.INT, Kind.CLUSTERING),
            new Column("s", CqlType.of(DataTypes.frozenSetOf(DataTypes.TEXT)), Kind.CLUSTERING)));

    private static TableShape shape(Column... key) {
        return new TableShape("k", "t", List.of(key), List.of(), false);
    }

    @Test
    void isThePlainValueOfASingleColumn() {
        ByteBuffer uuid = ScalarType.UUID_.bytes("\"aaaaaaaa-0000-4000-8000-00000000000a\"");

        assertThat(PLAIN.text(List.of(text("a\"b")))).isEqualTo("a\"b");
        assertThat(new KeyText(shape(new Column("p", ScalarType.UUID_, Kind.PARTITION_KEY))).text(Arrays.asList(uuid)))
                .isEqualTo("aaaaaaaa-0000-4000-8000-00000000000a");
        assertThat(new KeyText(shape(new Column("p", ScalarType.DOUBLE, Kind.PARTITION_KEY))).parse("NaN"))
                .containsExactly(ByteBuffer.allocate(8).putDouble(Double.NaN).flip());
        assertThat(PLAIN.parse("a\"b")).containsExactly(text("a\"b"));
    }

    @Test
    void isAnArrayOfSeveralColumns() {
        List<ByteBuffer> key = COMPOSITE.parse("[\"a,1\",-5,[\"x\",\"y\"]]");

        assertThat(COMPOSITE.text(new ArrayList<>(key))).isEqualTo("[\"a,1\",-5,[\"x\",\"y\"]]");
        assertThat(COMPOSITE.texts("[\"a,1\",-5,[]]")).containsExactly("\"a,1\"", "-5", "[]");
        assertThat(COMPOSITE.isOfStatics(key)).isFalse();
    }

    @Test
    void namesThePartitionWhereThereAreOnlyStaticColumns() {
        List<@Nullable ByteBuffer> noRow = new ArrayList<>(List.of(text("a")));
        noRow.add(null);
        noRow.add(null);

        assertThat(COMPOSITE.text(noRow)).isEqualTo("[\"a\"]");
        assertThat(COMPOSITE.isOfStatics(COMPOSITE.parse("[\"a\"]"))).isTrue();
    }

    @Test
    void refusesWhatIsNotCanonical() {
        assertThatThrownBy(() -> COMPOSITE.parse("[\"a\", 1, []]"))
                .isInstanceOf(UnmappableException.class)
                .hasMessage("the key is not in its canonical form, which is [\"a\",1,[]]");
        for (String id : List.of("[\"a\",1]", "a", "[")) {
            assertThatThrownBy(() -> COMPOSITE.parse(id))
                    .hasMessageStartingWith("the id is no key of the table, which is a JSON array of [p, ");
        }
        assertThatThrownBy(() -> COMPOSITE.parse("[null,1,[]]")).hasMessage("the key column p is null");
    }

    @Test
    void takesAHashForAKeyThatIsTooLong() {
        String longest = "ü".repeat(256);
        String tooLong = longest + "x";

        assertThat(KeyText.id(longest)).isEqualTo(longest);
        assertThat(KeyText.id(tooLong)).matches("sha256:[0-9a-f]{64}");
        assertThat(KeyText.isHashed(KeyText.id(tooLong))).isTrue();
        // A key that looks like a hash is not taken for one.
        assertThat(KeyText.id(KeyText.id(tooLong)))
                .isNotEqualTo(KeyText.id(tooLong))
                .matches("sha256:[0-9a-f]{64}");
    }

    @Test
    void isInjective(TestInfo test) {
        Seeds seed = Seeds.of(test);
        RandomGenerator random = seed.random();
        Map<String, List<ByteBuffer>> seen = new HashMap<>();
        String[] parts = {"", "a", "\"", ",", "[", "]", "\\", "1", "\u0000", "ü"};
        CqlType set = CqlType.of(DataTypes.frozenSetOf(DataTypes.TEXT));
        for (int i = 0; i < 5_000; i++) {
            StringBuilder word = new StringBuilder();
            random.ints(3, 0, parts.length).forEach(part -> word.append(parts[part]));
            StringBuilder element = new StringBuilder();
            JsonValue.quote(word.toString(), element);
            List<ByteBuffer> key = List.of(
                    text(word.reverse().toString()),
                    ByteBuffer.allocate(4).putInt(random.nextInt(3)).flip(),
                    java.util.Objects.requireNonNull(set.bytes("[" + element + "]")));

            String text = COMPOSITE.text(new ArrayList<>(key));

            assertThat(COMPOSITE.parse(text)).as(seed.toString()).isEqualTo(key);
            assertThat(seen.put(text, key)).as(seed.toString()).isIn(null, key);
        }
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
