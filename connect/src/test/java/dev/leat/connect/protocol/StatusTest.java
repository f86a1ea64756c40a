package dev.leat.connect.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The state machines beside the protocol's tables, every pair of states. */
class StatusTest {

    @ParameterizedTest
    @CsvSource({
        "PENDING,     IN_PROGRESS CANCELED",
        "IN_PROGRESS, CANCELING COMPLETED SUSPENDED ERROR",
        "SUSPENDED,   IN_PROGRESS CANCELED",
        "CANCELING,   CANCELED ERROR",
        "CANCELED,    ''",
        "COMPLETED,   ''",
        "ERROR,       ''",
        "UNKNOWN,     ''"
    })
    void aJobGoesWhereTheTableSays(JobStatus from, String table) {
        Set<JobStatus> allowed = EnumSet.noneOf(JobStatus.class);
        Arrays.stream(JobStatus.values()).filter(from::mayBecome).forEach(allowed::add);

        assertThat(allowed).isEqualTo(parse(JobStatus.class, table));
    }

    @ParameterizedTest
    @CsvSource({
        "CREATED,             NEEDS_CONFIGURATION ERROR",
        "NEEDS_CONFIGURATION, CONFIGURED",
        "CONFIGURED,          NEEDS_CONFIGURATION CONNECTED ERROR",
        "CONNECTED,           CONFIGURED ERROR",
        "ERROR,               CONNECTED CONFIGURED",
        "UNKNOWN,             ''"
    })
    void aConnectorGoesWhereTheTableSays(ConnectorStatus from, String table) {
        Set<ConnectorStatus> allowed = EnumSet.noneOf(ConnectorStatus.class);
        Arrays.stream(ConnectorStatus.values()).filter(from::mayBecome).forEach(allowed::add);

        assertThat(allowed).isEqualTo(parse(ConnectorStatus.class, table));
    }

    @ParameterizedTest
    @EnumSource(JobStatus.class)
    void aJobIsOneThingAtATime(JobStatus status) {
        int kinds = (status.isWaiting() ? 1 : 0) + (status.isRunning() ? 1 : 0) + (status.isTerminal() ? 1 : 0);

        assertThat(kinds).isEqualTo(status == JobStatus.UNKNOWN ? 0 : 1);
        assertThat(JobStatus.of(status.wire())).isEqualTo(status);
        assertThat(JobStatus.of(status.wire().toUpperCase(Locale.ROOT))).isEqualTo(status);
    }

    @Test
    void spellsAsTheProtocolDoes() {
        assertThat(JobStatus.CANCELING.wire()).isEqualTo("canceling");
        assertThat(JobType.ACCESS_CONTROL.wire()).isEqualTo("access_control");
        assertThat(TriggerMethod.ON_DEMAND.wire()).isEqualTo("on_demand");
        assertThat(ConnectorStatus.NEEDS_CONFIGURATION.wire()).isEqualTo("needs_configuration");
        assertThat(JobStatus.of(null)).isEqualTo(JobStatus.UNKNOWN);
    }

    private static <E extends Enum<E>> Set<E> parse(Class<E> type, String names) {
        Set<E> constants = EnumSet.noneOf(type);
        Arrays.stream(names.split(" "))
                .filter(name -> !name.isEmpty())
                .forEach(name -> constants.add(Enum.valueOf(type, name)));
        return constants;
    }
}
