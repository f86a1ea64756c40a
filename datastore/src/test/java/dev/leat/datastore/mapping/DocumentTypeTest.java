package dev.leat.datastore.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.check.Lower;
import dev.leat.datastore.check.Max;
import dev.leat.datastore.check.Sha256;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentTypeTest {

    enum Status {
        OPEN,
        IN_PROGRESS
    }

    record Attachment(@Sha256 String sha256, long size) {}

    @Document("hits")
    record Hit(
            @Id String id,
            @Lower String analytic,
            @Text @Keyword @Nullable String message,
            Instant at,
            Status status,
            @Max(9) int level,
            List<String> tags,
            List<Attachment> files,
            @Flattened Map<String, Object> labels) {}

    private static final Instant AT = Instant.parse("2026-11-21T03:00:00.123456Z");

    private static final Hit HIT = new Hit(
            "h-1",
            "malware",
            "Hello",
            AT,
            Status.IN_PROGRESS,
            3,
            List.of("a", "b"),
            List.of(new Attachment("ab".repeat(32), 7)),
            Map.of("k.v", 1L));

    private final DocumentType<Hit> type = DocumentType.of(Hit.class);

    @Test
    void readsBackWhatItWrote() {
        byte[] stored = type.encode(HIT);

        assertThat(type.decode("h-1", stored)).isEqualTo(HIT);
        assertThat(type.idOf(HIT)).isEqualTo("h-1");
        assertThat(new String(stored, UTF_8))
                .startsWith("{\"analytic\":\"malware\",\"message\":\"Hello\",\"at\":\"2026-11-21T03:00:00.123456Z\","
                        + "\"status\":\"in_progress\",\"level\":3");
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        Hit wrong =
                new Hit("h-1", "x", null, AT, Status.OPEN, 10, List.of(), List.of(new Attachment("z", 1)), Map.of());

        assertThat(type.check(wrong))
                .containsExactly(
                        new Problem("level", "is above 9"),
                        new Problem("files[0].sha256", "is not a SHA-256 hash of 64 hexadecimal digits"));
        assertThatThrownBy(() -> type.encode(wrong))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessage(
                        "A document of hits is invalid: level: is above 9; files[0].sha256: is not a SHA-256 hash of"
                                + " 64 hexadecimal digits");
    }

    @Test
    void findsFieldsByTheirPaths() {
        assertThat(type.fields().stream().map(Field::path))
                .containsExactly(
                        "analytic",
                        "at",
                        "files",
                        "files.sha256",
                        "files.size",
                        "labels",
                        "level",
                        "message",
                        "status",
                        "tags");
        assertThat(type.findField("labels.any.key").orElseThrow().kind()).isEqualTo(FieldKind.FLATTENED);
        assertThat(type.findField("message").orElseThrow().findExactPath()).contains("message.keyword");
        assertThat(type.findField("analytic").orElseThrow().normalise("ABC").stringValue())
                .isEqualTo("abc");
        assertThat(type.findField("status").orElseThrow().normalise(Status.OPEN).stringValue())
                .isEqualTo("open");
        assertThat(type.findField("nothing")).isEmpty();
    }

    record Broken(
            Map<String, String> labels,
            Object anything,
            @Text long size,
            List<List<String>> lists) {}

    @Test
    void namesEverythingThatIsWrongWithAClass() {
        assertThatThrownBy(() -> DocumentType.of(Broken.class))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(
                        "labels: is a map; choose", "anything: may hold", "size: is @Text but", "lists: is");
    }
}
