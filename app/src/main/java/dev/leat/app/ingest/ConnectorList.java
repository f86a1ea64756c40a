package dev.leat.app.ingest;

import dev.leat.connect.service.ServedConnector;
import dev.leat.connect.service.Workload;
import dev.leat.elastic.Problem;
import dev.leat.elastic.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads which connectors are to be served: {@code connectors}, the old form at the root, and the worker mode. */
final class ConnectorList {

    private static final Set<String> KEYS = Set.of("connector_id", "service_type", "api_key");
    private static final String PLACEHOLDER = "changeme";

    private final IngestFile file;
    private final SecretText secrets;
    private final Map<String, ServedConnector> connectors = new LinkedHashMap<>();
    private final List<Problem> unready = new ArrayList<>();
    private final Map<String, String> types = new LinkedHashMap<>();

    ConnectorList(IngestFile file, SecretText secrets) {
        this.file = file;
        this.secrets = secrets;
        List<Map<?, ?>> entries = file.objects("connectors");
        for (int i = 0; i < entries.size(); i++) {
            add("connectors[%d]".formatted(i), entries.get(i));
        }
        if (connectors.isEmpty()) {
            addOldForm();
        }
    }

    /** Why the service cannot start, although the file can be read; known once the workload is. */
    List<Problem> unready() {
        return unready;
    }

    /** The types of the connectors, by the keys that they stand at. */
    Map<String, String> types() {
        return types;
    }

    Workload workload() {
        List<String> serviceTypes = file.texts("service.service_types");
        boolean isWorker = file.flag("service.worker_mode", false);
        if (isWorker && serviceTypes.isEmpty()) {
            unready.add(new Problem(
                    file.place("service.worker_mode"),
                    "needs service.service_types: the types of the connectors to serve"));
        } else if (!isWorker && !serviceTypes.isEmpty()) {
            file.warn("service.service_types", "has no effect without service.worker_mode: true");
        }
        if (!isWorker && connectors.isEmpty() && unready.isEmpty()) {
            unready.add(new Problem(
                    file.place("connectors"),
                    "there is none; list each with connector_id and service_type, or set"
                            + " service.worker_mode and service.service_types"));
        }
        return new Workload(List.copyOf(connectors.values()), isWorker ? Set.copyOf(serviceTypes) : Set.of());
    }

    private void add(String key, Map<?, ?> entry) {
        for (Object name : entry.keySet()) {
            if (!KEYS.contains(name)) {
                file.warn(key + "." + name, "unknown key");
            }
        }
        String id = text(entry, "connector_id");
        if (id == null) {
            file.warn(key, "has no connector_id and is left out");
            return;
        }
        add(key + ".", id, text(entry, "service_type"), text(entry, "api_key"));
    }

    private void addOldForm() {
        Optional<String> id = file.text("connector_id");
        if (id.isPresent()) {
            file.warn("connector_id", "is the old form for a single connector; write it into the list 'connectors'");
            add("", id.get(), file.text("service_type").orElse(null), null);
        }
    }

    private void add(String prefix, String id, @Nullable String type, @Nullable String apiKey) {
        if (id.equals(PLACEHOLDER) || PLACEHOLDER.equals(type)) {
            String key = prefix + (id.equals(PLACEHOLDER) ? "connector_id" : "service_type");
            unready.add(new Problem(file.place(key), "is still 'changeme'; write what the connector has"));
            return;
        }
        if (type == null) {
            file.problem(prefix + "service_type", "is missing");
            return;
        }
        Secret key = apiKey == null ? null : secrets.resolve(prefix + "api_key", apiKey);
        Secret sent = key == null ? null : IngestConnection.encoded(key);
        if (connectors.put(id, new ServedConnector(id, type, sent)) != null) {
            file.warn(prefix + "connector_id", "'%s' is there twice; this one counts".formatted(id));
        }
        types.put(prefix + "service_type", type);
    }

    private static @Nullable String text(Map<?, ?> entry, String key) {
        return entry.get(key) instanceof String text && !text.isBlank() ? text.strip() : null;
    }
}
