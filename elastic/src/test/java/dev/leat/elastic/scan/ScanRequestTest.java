package dev.leat.elastic.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanRequestTest {

    @Test
    void readsAllOfEveryDocumentUnlessToldOtherwise() {
        ScanRequest request = ScanRequest.of("a");

        assertThat(request.query()).isNull();
        assertThat(request.projection()).isEqualTo(new Projection.Whole());
        assertThat(request.slicing()).isInstanceOf(Slicing.Automatic.class);
        assertThat(request.keepAlive()).isEqualTo(Duration.ofMinutes(5));
        assertThat(request.versions()).isEqualTo(Versions.WITHOUT);
        assertThat(request.limit()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void refusesWhatCannotBeMeant() {
        ScanRequest request = ScanRequest.of("a");

        assertThatThrownBy(() -> ScanRequest.of(" ")).hasMessage("name an index, or write _all for all of them");
        assertThatThrownBy(() -> request.withQuery("name:x")).hasMessageStartingWith("the query is not JSON: ");
        assertThatThrownBy(() -> request.withQuery("[]"))
                .hasMessage("the query must be a JSON object, such as {\"match_all\":{}}");
        assertThatThrownBy(() -> request.withKeepAlive(Duration.ofMillis(10)))
                .hasMessage("keepAlive must be at least 1 s, but is PT0.01S");
        assertThatThrownBy(() -> request.withLimit(-1)).hasMessage("limit must not be negative, but is -1");
        assertThatThrownBy(() -> new Projection.Fields(List.of()))
                .hasMessage("name at least one field, or ask for no source");
        assertThatThrownBy(() -> new Projection.Without(List.of()))
                .hasMessage("name at least one field, or ask for the whole source");
    }
}
