package dev.leat.app.command;

import dev.leat.app.sync.SyncClient;
import dev.leat.app.sync.SyncDirectory;
import dev.leat.app.sync.SyncDirectory.Worker;
import dev.leat.app.sync.SyncReport;
import dev.leat.app.terminal.ExitCode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code leat sync status}. */
@Command(
        name = "status",
        customSynopsis = "leat sync status [CONFIG] [--json]",
        description =
                "Tells whether the sync of that configuration runs on this machine, and how each pair is: lag, rates,"
                        + " conflicts, dead letters. The exit code is 0 either way.",
        footer = {"", "Example:", "  leat sync status leat.yml --json"})
final class SyncState implements Callable<Integer> {

    private final Session session;

    @Mixin
    private final SyncTarget target = new SyncTarget();

    SyncState(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Path directory = target.file(session).directory(session.environment());
        Optional<Worker> worker = SyncDirectory.find(directory);
        URI url = worker.map(Worker::url).orElse(null);
        Map<String, @Nullable Object> health =
                (url == null ? Optional.<Map<String, @Nullable Object>>empty() : SyncClient.ask(url)).orElse(Map.of());
        Map<String, @Nullable Object> about = new LinkedHashMap<>();
        about.put("running", worker.isPresent());
        about.put("state", worker.isEmpty() ? "stopped" : health.getOrDefault("status", "running"));
        about.put("pid", worker.map(Worker::pid).orElse(null));
        about.put("url", url == null ? null : url.toString());
        about.put("since", health.get("since"));
        about.put("directory", directory.toString());
        new SyncReport(about, pairs(health)).print(session.terminal().out(), session.format());
        if (!session.options().json()) {
            tell(worker, about, pairs(health));
        }
        return ExitCode.DONE.number();
    }

    private void tell(
            Optional<Worker> worker, Map<String, @Nullable Object> about, List<Map<String, @Nullable Object>> pairs) {
        if (worker.isEmpty()) {
            session.terminal().note("No sync of this configuration runs on this machine.");
            return;
        }
        session.terminal()
                .note("The sync is " + about.get("state") + ", process " + about.get("pid")
                        + (about.get("since") == null ? "" : ", since " + about.get("since")) + "; log "
                        + SyncDirectory.log(Path.of(String.valueOf(about.get("directory")))));
        pairs.stream()
                .filter(pair -> pair.get("last_error") != null)
                .forEach(pair ->
                        session.terminal().note("pair " + pair.get("pair") + " fails: " + pair.get("last_error")));
    }

    private static List<Map<String, @Nullable Object>> pairs(Map<String, @Nullable Object> health) {
        List<Map<String, @Nullable Object>> pairs = new ArrayList<>();
        if (health.get("pairs") instanceof List<?> list) {
            for (Object element : list) {
                Map<String, @Nullable Object> pair = new LinkedHashMap<>();
                if (element instanceof Map<?, ?> map) {
                    map.forEach((key, value) -> pair.put(String.valueOf(key), value));
                }
                pairs.add(pair);
            }
        }
        return pairs;
    }
}
