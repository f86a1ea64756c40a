package dev.leat.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SdkValuesTest {

    @Test
    void aScopeNeedsANameThatFitsAKeyword() {
        assertThatThrownBy(() -> new Scope("")).hasMessage("A scope needs a name: it is empty");
        assertThatThrownBy(() -> new Scope("ä".repeat(300)))
                .hasMessageStartingWith("The name of a scope may have 512 bytes")
                .hasMessageEndingWith("has 600");
        assertThat(new Scope("a".repeat(512)).name()).hasSize(512);
    }

    @Test
    void aCheckpointIsAtMost64KibibytesLong() {
        assertThat(new Checkpoint("ä".repeat(32 * 1024)).isStart()).isFalse();
        assertThatThrownBy(() -> new Checkpoint("ä".repeat(32 * 1024 + 1)))
                .hasMessageContaining("may have 65536 bytes, but this one has 65538");
        assertThat(Checkpoint.start().isStart()).isTrue();
    }

    @Test
    void aDocumentKeepsTheOrderAndTheNullsOfItsFieldsAndNoLaterChange() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("z", null);
        fields.put("a", 1);

        SourceDocument document = SourceDocument.of("1", fields);
        fields.clear();

        assertThat(document.fields().keySet()).containsExactly("z", "a");
        assertThat(document.fields().get("z")).isNull();
    }

    @Test
    void aFilterIsEmptyWhenItSaysNothingAndKeepsNoLaterChange() {
        Map<String, Object> rule = new LinkedHashMap<>(Map.of("query", List.of("x")));
        Filter filter = new Filter(List.of(rule));
        rule.clear();

        assertThat(filter.advanced()).isEqualTo(List.of(Map.of("query", List.of("x"))));
        assertThat(filter.isEmpty()).isFalse();
        assertThat(new Filter(Map.of()).isEmpty()).isTrue();
        assertThat(new Filter(List.of()).isEmpty()).isTrue();
        assertThat(Filter.none().isEmpty()).isTrue();
    }

    @Test
    void accessListsAreTheSameWhateverTheirOrder() {
        SourceDocument document = SourceDocument.of("1", Map.of());

        assertThat(document.access()).isNull();
        assertThat(document.withAccess(List.of("b", "a", "b")).access()).containsExactly("a", "b");
        assertThat(document.withAccess(List.of("a"))
                        .withTimestamp("x")
                        .withoutContent()
                        .access())
                .containsExactly("a");
        assertThat(Identity.of("1", Map.of(), List.of("b", "a", "b")).access()).containsExactly("b", "a");
        assertThatThrownBy(() -> Identity.of("", Map.of(), List.of()))
                .hasMessage("An identity needs an id: it is empty");
    }
}
