package dev.leat.connect.service;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.service.ServiceSettings.Action;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ErrorBudgetTest {

    private final ManualTime time = new ManualTime("2026-01-01T00:00:00Z");
    private final ErrorBudget budget = new ErrorBudget(2, Duration.ofMinutes(10), time);

    @Test
    void givesUpWhenThereAreTooManyErrorsInTheSpan() {
        spend("first");
        spend("second");

        assertThatThrownBy(() -> spend("third"))
                .isInstanceOf(ServiceFailedException.class)
                .hasMessage(
                        "The service gives up after 3 errors within 600 s (service.max_errors is 2); the last, in schedule: third");
    }

    @Test
    void forgetsErrorsThatAreOlderThanTheSpan() {
        spend("first");
        spend("second");
        time.advance(Duration.ofMinutes(11));

        spend("third");
        spend("fourth");

        assertThatThrownBy(() -> spend("fifth")).isInstanceOf(ServiceFailedException.class);
    }

    @Test
    void waitsOutAnOutageOfElasticsearch() {
        for (int i = 0; i < 100; i++) {
            budget.spend(Action.CLEANUP, new UnavailableException("away", null));
        }

        spend("first");
    }

    private void spend(String message) {
        budget.spend(Action.SCHEDULE, new RejectedException(400, "type", message));
    }
}
