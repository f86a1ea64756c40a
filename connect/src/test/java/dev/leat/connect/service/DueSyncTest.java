package dev.leat.connect.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connect.protocol.Connector;
import dev.leat.connect.protocol.JobType;
import dev.leat.datastore.mapping.DocumentType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DueSyncTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:30:00Z");

    @Test
    void isFoundSinceTheRunThatWasNoted() {
        Connector connector = hourly("2026-03-01T10:00:00Z");

        assertThat(DueSync.find(connector, NOW.minusSeconds(7200), NOW, ZoneOffset.UTC))
                .isEmpty();
    }

    @Test
    void isFoundThoughAWrongClockHasNotedARunOfNextYear() {
        Connector connector = hourly("2027-03-01T10:00:00Z");

        assertThat(DueSync.find(connector, NOW.minusSeconds(3600), NOW, ZoneOffset.UTC))
                .containsExactly(new DueSync(JobType.FULL, Instant.parse("2026-03-01T10:00:00Z")));
    }

    private static Connector hourly(String noted) {
        String json = """
                {"scheduling":{"full":{"enabled":true,"interval":"0 0 * * * ?"}},"last_sync_scheduled_at":"%s"}
                """.formatted(noted);
        return DocumentType.of(Connector.class).decode("c1", json.getBytes(StandardCharsets.UTF_8));
    }
}
