package dev.leat.connect.service;

import java.util.List;
import java.util.Set;

/**
 * Which connectors a service serves.
 *
 * @param connectors {@code connectors}: each by its id
 * @param serviceTypes {@code service.service_types} when {@code service.worker_mode} is on, otherwise empty: all
 *     connectors of these types that are not native
 */
public record Workload(List<ServedConnector> connectors, Set<String> serviceTypes) {

    public Workload {
        connectors = List.copyOf(connectors);
        serviceTypes = Set.copyOf(serviceTypes);
    }

    /** These connectors and no others. */
    public static Workload of(ServedConnector... connectors) {
        return new Workload(List.of(connectors), Set.of());
    }
}
