package dev.leat.connect.service;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Marks the log lines of a piece of work with what it is about, by the keys {@code connector_id}, {@code service_type},
 * {@code job_id} and {@code index_name}. Immutable.
 */
final class LogContext {

    private final Map<String, String> keys;

    private LogContext(Map<String, String> keys) {
        this.keys = keys;
    }

    static LogContext of(String connectorId, @Nullable String serviceType) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("connector_id", connectorId);
        if (serviceType != null) {
            keys.put("service_type", serviceType);
        }
        return new LogContext(keys);
    }

    static LogContext of(JobRef job) {
        return new LogContext(Map.of(
                "connector_id",
                job.connectorId(),
                "service_type",
                job.serviceType(),
                "job_id",
                job.id(),
                "index_name",
                job.index()));
    }

    /** Does a piece of work whose log lines are marked, in this thread. */
    void run(Runnable work) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        keys.forEach(MDC::put);
        try {
            work.run();
        } finally {
            restore(before);
        }
    }

    /** Does a piece of work whose log lines are marked, in this thread, and gives back its result. */
    <T extends @Nullable Object> T call(Callable<T> work) throws Exception {
        Map<String, String> before = MDC.getCopyOfContextMap();
        keys.forEach(MDC::put);
        try {
            return work.call();
        } finally {
            restore(before);
        }
    }

    private static void restore(@Nullable Map<String, String> before) {
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(before);
        }
    }
}
