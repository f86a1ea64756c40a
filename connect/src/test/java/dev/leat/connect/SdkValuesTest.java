package dev.leat.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
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
}
