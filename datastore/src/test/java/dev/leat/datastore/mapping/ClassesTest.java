package dev.leat.datastore.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ClassesTest {

    static class Entity {
        @Id
        private String id = "";

        protected @Nullable Instant at;
    }

    static final class Ticket extends Entity {
        static final String KIND = "ticket";

        private String title = "";
        private transient int cached = 5;
        private int count;
        private List<String> tags = List.of();
    }

    @Test
    void aPlainClassIsReadFieldByField() {
        DocumentType<Ticket> type = DocumentType.of(Ticket.class);
        Ticket ticket = new Ticket();
        ((Entity) ticket).id = "t-1";
        ticket.at = Instant.EPOCH;
        ticket.title = "Broken";
        ticket.count = 3;
        ticket.tags = List.of("a");

        Ticket read = type.decode(type.idOf(ticket), type.encode(ticket));

        assertThat(new String(type.encode(ticket), UTF_8))
                .isEqualTo("{\"at\":\"1970-01-01T00:00:00.000Z\",\"title\":\"Broken\",\"count\":3,\"tags\":[\"a\"]}");
        assertThat(((Entity) read).id).isEqualTo("t-1");
        assertThat(read.at).isEqualTo(Instant.EPOCH);
        assertThat(read.title).isEqualTo("Broken");
        assertThat(read.count).isEqualTo(3);
        assertThat(read.tags).containsExactly("a");
        assertThat(read.cached).isEqualTo(5);
        assertThat(Ticket.KIND).isEqualTo("ticket");
    }

    record Tree(String name, List<Tree> children) {}

    record Inner(@Id String id, @Extra Map<String, String> extra) {}

    static final class Final {
        private final String name;

        Final() {
            name = "x";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    record Box<T>(T content) {}

    record Wrong(
            @Id String first,
            @Id String second,
            Map<String, String> labels,
            Map<Integer, String> keys,
            Object anything,
            JsonNode tree,
            List<List<String>> lists,
            BigDecimal amount,
            Duration duration,
            @Text long text,
            @Nested String nested,
            @Flattened String flattened,
            @Text @Flattened Map<String, String> both,
            @Name("a.b") String dotted,
            @Name("_x") String reserved,
            @Name("twice") String one,
            @Name("twice") String other,
            @RawMapping("[1]") String raw,
            @Default("x") int number,
            @Default("2026-13-01") Instant at,
            @CopyTo Inner inner,
            Tree tree2,
            Final last,
            Box<String> box,
            Runnable runnable) {}

    @Test
    void everythingThatIsWrongWithAClassIsNamedAtOnce() {
        assertThatThrownBy(() -> DocumentType.of(Wrong.class))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        thrown -> assertThat(thrown.problems())
                                .extracting(Problem::key)
                                .containsExactly(
                                        "second",
                                        "labels",
                                        "keys",
                                        "anything",
                                        "tree",
                                        "lists",
                                        "amount",
                                        "duration",
                                        "text",
                                        "nested",
                                        "flattened",
                                        "both",
                                        "a.b",
                                        "_x",
                                        "twice",
                                        "raw",
                                        "number",
                                        "at",
                                        "inner.id",
                                        "inner.extra",
                                        "inner",
                                        "tree2.children",
                                        "last",
                                        "box.content",
                                        "runnable"))
                .hasMessageContainingAll(
                        "labels: is a map; choose @Flattened",
                        "duration: java.time.Duration has no mapping of its own",
                        "tree2.children: contains itself: Tree would be a mapping without end",
                        "last: dev.leat.datastore.mapping.ClassesTest$Final.name is final",
                        "both: has annotations that exclude each other: [@Text, @Flattened]");
    }

    enum Ambiguous {
        MILLI,
        milli
    }

    record Unit(Ambiguous prefix) {}

    @Test
    void constantsAreToldApartByMoreThanTheCaseOfTheirLetters() {
        assertThatThrownBy(() -> DocumentType.of(Unit.class))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Ambiguous has constants that only differ in the case of letters, such as milli,"
                        + " which are stored in lower case");
    }

    @Document("Hits")
    record Badly(String name) {}

    record HTTPLogEntry(String name) {}

    record Nothing() {}

    @Test
    void aClassIsStoredUnderItsNameInSnakeCase() {
        assertThat(DocumentType.of(HTTPLogEntry.class).name()).isEqualTo("http_log_entry");
        assertThat(DocumentType.of(Everything.class).name()).isEqualTo("everything");
        assertThatThrownBy(() -> DocumentType.of(Badly.class))
                .hasMessageContaining("cannot be stored under the name 'Hits'");
        assertThatThrownBy(() -> DocumentType.of(Nothing.class)).hasMessage("Nothing has no field to store");
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Text(analyzer = "english")
    @CopyTo
    @interface Prose {}

    record Article(
            @Prose String body, @CopyTo({"all", "body"}) String title) {}

    @Test
    void annotationsCanBeGathered() {
        DocumentType<Article> type = DocumentType.of(Article.class);

        assertThat(type.mapping().at("/properties/body"))
                .hasToString("{\"analyzer\":\"english\",\"copy_to\":[\"_leat.text\"],\"type\":\"text\"}");
        assertThat(type.findDefaultSearchPath()).contains("_leat.text");
        assertThat(type.findField("all").orElseThrow().kind()).isEqualTo(FieldKind.TEXT);
        assertThatThrownBy(() -> type.findField("all").orElseThrow().normalise("x"))
                .hasMessageContaining("is filled by @CopyTo");
    }

    record Targets(
            @CopyTo("number") String a,
            long number,
            @CopyTo("_all") String b) {}

    @Test
    void aCopyNeedsAPlaceToGo() {
        assertThatThrownBy(() -> DocumentType.of(Targets.class))
                .hasMessageContainingAll(
                        "number: is the target of @CopyTo but LONG", "_all: is the target of @CopyTo but no field");
    }
}
