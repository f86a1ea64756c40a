package dev.leat.datastore.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.GuideExamples;
import dev.leat.datastore.check.Check;
import dev.leat.datastore.check.CheckedBy;
import dev.leat.datastore.check.Lower;
import dev.leat.datastore.check.Max;
import dev.leat.datastore.check.Min;
import dev.leat.datastore.check.Pattern;
import dev.leat.datastore.check.Rule;
import dev.leat.datastore.check.Sha256;
import dev.leat.datastore.check.Verdict;
import dev.leat.elastic.Problem;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The examples of the guide's section on models, compiled and run. */
class ModelsGuideTest {

    enum Status {
        OPEN,
        IN_PROGRESS,
        CLOSED
    }

    record Attachment(
            String name, @Sha256 String sha256, @Nullable Long size) {}

    @Document("hits")
    record Hit(
            @Id String id,
            String analytic,
            @Text @Keyword String title,
            @Text @CopyTo String message,
            Instant at,
            Status status,
            @Min(0) @Max(10) int level,
            @Lower List<String> tags,
            @Nested List<Attachment> files,
            @Flattened Map<String, Object> labels,
            @Nullable Instant closed) {}

    record Place(
            @Id String id,
            @Name("@timestamp") Instant at,
            @RawMapping("{\"type\": \"geo_point\"}") Point where,

            @RawMapping("{\"type\": \"dense_vector\", \"dims\": 3}")
            List<Float> embedding,

            @Dynamic Map<String, Long> visitsByYear,
            @Index(false) Map<String, Object> original,
            @Default("unknown") String country,
            @Extra Map<String, Object> extra) {

        record Point(double lat, double lon) {}
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Lower
    @Pattern("t-[0-9]+")
    @interface TicketNumber {}

    @Retention(RetentionPolicy.RUNTIME)
    @CheckedBy(EvenCheck.class)
    @interface Even {}

    static final class EvenCheck implements Check<Even> {
        @Override
        public Rule rule(Even annotation, Class<?> type) {
            if (type != Integer.class) {
                throw new IllegalArgumentException("is for int, not " + type.getSimpleName());
            }
            return value -> (Integer) value % 2 == 0 ? Verdict.accept(value) : Verdict.refuse("is odd");
        }
    }

    record Ticket(@TicketNumber String number, @Even int seats) {}

    private final List<Problem> reported = new ArrayList<>();

    private static Hit hit(int level, Attachment... files) {
        return new Hit(
                "h-1",
                "malware",
                "Something happened",
                "It was seen twice",
                Instant.parse("2026-11-21T03:00:00Z"),
                Status.IN_PROGRESS,
                level,
                List.of("x"),
                List.of(files),
                Map.of("owner", "ops"),
                null);
    }

    @Test
    void everyExampleIsCompiledHere() {
        GuideExamples.assertCompiledBy(ModelsGuideTest.class, "Models");
    }

    @Test
    void aTypeCanBeLookedAtWithoutACluster() {
        Hit hit = hit(3, new Attachment("a", "ab".repeat(32), 1L));

        DocumentType<Hit> type = DocumentType.of(Hit.class);
        ObjectNode mapping = type.mapping();
        Field level = type.findField("level").orElseThrow();
        byte[] json = type.encode(hit);
        Hit read = type.decode("h-1", json);
        List<Problem> problems = type.check(hit);

        assertThat(mapping.at("/properties/title/fields/keyword/type").asString())
                .isEqualTo("keyword");
        assertThat(level.kind()).isEqualTo(FieldKind.INTEGER);
        assertThat(read).isEqualTo(hit);
        assertThat(problems).isEmpty();
        assertThat(new String(json, UTF_8))
                .contains("\"status\":\"in_progress\"")
                .doesNotContain("closed");
    }

    @Test
    void aWrongDocumentIsRefusedWithEverythingThatIsWrong() {
        DocumentType<Hit> type = DocumentType.of(Hit.class);
        Hit wrong = hit(11, new Attachment("a", "ab".repeat(32), 1L), new Attachment("b", "?", null));

        try {
            type.encode(wrong);
        } catch (InvalidDocumentException e) {
            report(e.problems());
        }

        assertThat(reported)
                .hasToString("[level: is above 10, files[1].sha256: is not a SHA-256 hash of 64 hexadecimal digits]");
    }

    private void report(List<Problem> problems) {
        reported.addAll(problems);
    }

    @Test
    void aLossyReadSaysWhatItDropped() {
        DocumentType<Hit> type = DocumentType.of(Hit.class);
        byte[] json = "{\"title\":\"kept\",\"level\":\"high\"}".getBytes(UTF_8);

        Decoded<Hit> decoded = type.decodeLossy("h-2", json);
        Hit hit = decoded.value();
        List<Problem> dropped = decoded.dropped();

        assertThat(hit).extracting(Hit::title).isEqualTo("kept");
        assertThat(dropped).extracting(Problem::key).containsExactly("level");
    }

    @Test
    void aPlaceHasWhatElasticsearchHasNoAnnotationFor() {
        DocumentType<Place> type = DocumentType.of(Place.class);

        Place place = type.decode("p", "{\"where\":{\"lat\":1,\"lon\":2},\"other\":true}".getBytes(UTF_8));

        assertThat(type.hasVectors()).isTrue();
        assertThat(place.where()).isEqualTo(new Place.Point(1, 2));
        assertThat(place.country()).isEqualTo("unknown");
        assertThat(place.extra()).containsExactly(Map.entry("other", true));
        assertThat(type.findField("@timestamp").orElseThrow().kind()).isEqualTo(FieldKind.DATE);
    }

    @Test
    void annotationsOfOnesOwnAreChecked() {
        DocumentType<Ticket> type = DocumentType.of(Ticket.class);

        assertThat(new String(type.encode(new Ticket("T-7", 2)), UTF_8)).isEqualTo("{\"number\":\"t-7\",\"seats\":2}");
        assertThatThrownBy(() -> type.encode(new Ticket("T-7", 3)))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessage("A document of ticket is invalid: seats: is odd");
    }
}
