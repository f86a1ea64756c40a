package dev.leat.connect.service;

/**
 * Hears what happens in the service: for metrics, and for whoever waits. Called by the threads that do the work, several
 * at a time; must return at once and never throw.
 */
@FunctionalInterface
public interface ServiceEvents {

    void happened(ServiceEvent event);

    /** Hears nothing. */
    static ServiceEvents none() {
        return event -> {};
    }

    /** Tells both. */
    default ServiceEvents and(ServiceEvents other) {
        return event -> {
            happened(event);
            other.happened(event);
        };
    }
}
