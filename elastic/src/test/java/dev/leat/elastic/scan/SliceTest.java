package dev.leat.elastic.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SliceTest {

    private static final Slice SLICE = new Slice(
            3,
            List.of(
                    new SlicePart("a-é", 2, "46ToAwMD==", 0, 1, 25, Long.MAX_VALUE, 10_000, 312),
                    new SlicePart("b", 0, "x", 4, 7, 1L << 40, 1L << 41, 5, 0)),
            "{\"match\":{\"a\":\"b \\\"c\\\"\"}}",
            new Projection.Fields(List.of("a", "b.*")),
            List.of("k"),
            Versions.WITH,
            Duration.ofMinutes(5));

    @Test
    void travelsAsJson() {
        assertThat(Slice.fromJson(SLICE.toJson())).isEqualTo(SLICE);
        assertThat(SLICE.toJson()).doesNotContain("\n");
    }

    @Test
    void travelsAsJsonWithEveryProjection() {
        for (Projection projection : List.of(
                new Projection.Whole(), new Projection.NoSource(), new Projection.Without(List.of("a", "b.*")))) {
            Slice slice = new Slice(0, List.of(), null, projection, List.of(), Versions.WITHOUT, Duration.ofSeconds(1));

            assertThat(Slice.fromJson(slice.toJson())).isEqualTo(slice);
        }
    }

    @Test
    void travelsByJavaSerialisation() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(SLICE);
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(SLICE);
        }
    }

    @Test
    void refusesJsonThatIsNoSlice() {
        assertThatThrownBy(() -> Slice.fromJson("{}")).hasMessageStartingWith("this is not a slice: ");
        assertThatThrownBy(() -> Slice.fromJson("[")).hasMessageStartingWith("this is not a slice: ");
        assertThatThrownBy(() -> Slice.fromJson(SLICE.toJson().replace("25", "\"x\"")))
                .hasMessageStartingWith("this is not a slice: ");
    }

    @Test
    void saysHowManyDocumentsItHolds() {
        assertThat(SLICE.documents()).isEqualTo(25 + (1L << 40));
    }
}
