package dev.leat.datastore.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DocumentIdTest {

    @Test
    void takesWhatElasticsearchTakes() {
        assertThat(DocumentId.require("a b/c?d#e%2F+ä😀")).isEqualTo("a b/c?d#e%2F+ä😀");
        assertThat(DocumentId.require("x".repeat(512))).hasSize(512);
        assertThat(DocumentId.require("ä".repeat(256))).hasSize(256);
    }

    @Test
    void refusesTheEmptyId() {
        assertThatThrownBy(() -> DocumentId.require(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the id of a document must not be empty");
    }

    @Test
    void countsBytesAndNotCharacters() {
        assertThatThrownBy(() -> DocumentId.require("ä".repeat(257)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes at most 512 bytes")
                .hasMessageContaining("has 514")
                .hasMessageContaining("use a hash of it");
        assertThatThrownBy(() -> DocumentId.require("x".repeat(513))).hasMessageContaining("has 513");
    }

    @Test
    void refusesHalfASurrogatePair() {
        assertThatThrownBy(() -> DocumentId.require("a\ud83d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the id of a document has half of a surrogate pair at position 1");
    }
}
