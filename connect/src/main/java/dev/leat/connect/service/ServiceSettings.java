package dev.leat.connect.service;

import dev.leat.connect.SecretReferences;
import dev.leat.elastic.ConfigException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a connectors service is told, whatever file it stands in. The components name the keys of {@code
 * config.yml}. An instance keeps the rules of that file.
 *
 * @param loops which of its loops run: {@code --action}
 * @param workload which connectors it serves
 * @param zone {@code service.time_zone}: in which schedules are meant
 * @param directory {@code service.data_directory}: where the state of unfinished jobs is kept
 * @param secrets {@code service.secrets}: what references in configurations stand for
 * @param http {@code service.http}: where health and metrics are shown; null for nowhere
 */
public record ServiceSettings(
        Set<Action> loops,
        Workload workload,
        Pace pace,
        Limits limits,
        BulkOptions bulk,
        Requests requests,
        ZoneId zone,
        Path directory,
        SecretReferences secrets,
        @Nullable HttpAddress http) {

    /** One of the loops of the service. */
    public enum Action {
        SCHEDULE,
        SYNC_CONTENT,
        SYNC_ACCESS_CONTROL,
        CLEANUP
    }

    /** Where something listens. */
    public record HttpAddress(String host, int port) {}

    /**
     * @throws ConfigException with every rule that is broken
     */
    public ServiceSettings {
        loops = Set.copyOf(loops);
        new SettingsCheck(pace, limits, bulk, requests).throwProblems();
    }

    /** The defaults of {@code config.yml}, all loops, times in UTC, and nothing that listens. */
    public static ServiceSettings standard(Workload workload, Path directory) {
        return new ServiceSettings(
                Set.of(Action.values()),
                workload,
                Pace.standard(),
                Limits.standard(),
                BulkOptions.standard(),
                Requests.standard(),
                ZoneId.of("UTC"),
                directory,
                SecretReferences.ofProcess(),
                null);
    }

    public ServiceSettings withLoops(Set<Action> replacement) {
        return new ServiceSettings(replacement, workload, pace, limits, bulk, requests, zone, directory, secrets, http);
    }

    public ServiceSettings withPace(Pace replacement) {
        return new ServiceSettings(
                loops, workload, replacement, limits, bulk, requests, zone, directory, secrets, http);
    }

    public ServiceSettings withLimits(Limits replacement) {
        return new ServiceSettings(loops, workload, pace, replacement, bulk, requests, zone, directory, secrets, http);
    }

    public ServiceSettings withBulk(BulkOptions replacement) {
        return new ServiceSettings(
                loops, workload, pace, limits, replacement, requests, zone, directory, secrets, http);
    }

    public ServiceSettings withZone(ZoneId replacement) {
        return new ServiceSettings(
                loops, workload, pace, limits, bulk, requests, replacement, directory, secrets, http);
    }

    public ServiceSettings withHttp(HttpAddress replacement) {
        return new ServiceSettings(
                loops, workload, pace, limits, bulk, requests, zone, directory, secrets, replacement);
    }
}
