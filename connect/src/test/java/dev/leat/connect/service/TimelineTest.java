package dev.leat.connect.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private final ManualTime time = new ManualTime("2026-01-01T00:00:00Z");

    @Test
    void goesOnWithWhatIsStored() {
        Timeline first = new Timeline(time, null);
        first.note("started");
        time.advance(Duration.ofSeconds(5));

        Timeline second = new Timeline(time, first.entries());
        second.note("resumed");

        assertThat(second.entries())
                .containsExactly(
                        Map.of("at", "2026-01-01T00:00:00Z", "event", "started"),
                        Map.of("at", "2026-01-01T00:00:05Z", "event", "resumed"));
    }

    @Test
    void keepsTheLastFiftyEntries() {
        Timeline timeline = new Timeline(time, null);

        for (int i = 0; i < 60; i++) {
            timeline.note("event " + i);
        }

        assertThat(timeline.entries()).hasSize(50);
        assertThat(timeline.entries().getFirst()).containsEntry("event", "event 10");
        assertThat(timeline.entries().getLast()).containsEntry("event", "event 59");
    }

    @Test
    void ignoresWhatIsNoTimeline() {
        assertThat(new Timeline(time, "text").entries()).isEmpty();
        assertThat(new Timeline(time, List.of("text")).entries()).isEmpty();
    }
}
