package dev.leat.app.config;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The keys that a configuration of the connectors service may have. */
public final class ServiceKeys {

    /** Sections whose keys are anybody's. */
    private static final List<String> OPEN = List.of("sources.", "elasticsearch.headers.", "sync.");

    /** Those of Elastic's service that say nothing here, because what they tune is not there. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "elasticsearch.retry_on_timeout",
            "elasticsearch.log_level",
            "elasticsearch.feature_use_connectors_api",
            "elasticsearch.ssl",
            "elasticsearch.bulk.display_every",
            "elasticsearch.bulk.queue_max_size",
            "elasticsearch.bulk.queue_refresh_interval",
            "elasticsearch.bulk.enable_operations_logging",
            "extraction_service.timeout",
            "extraction_service.use_file_pointers",
            "extraction_service.stream_chunk_size",
            "extraction_service.shared_volume_dir",
            "service.fips_mode",
            "native_service_types");

    private static final Set<String> ALL = all();

    private ServiceKeys() {}

    /** Whether a full key, such as {@code service.idling}, is one of them. */
    public static boolean isKnown(String key) {
        return ALL.contains(key) || OPEN.stream().anyMatch(key::startsWith);
    }

    /** Whether it is a key that may stand there and changes nothing. */
    public static boolean isWithoutEffect(String key) {
        return WITHOUT_EFFECT.contains(key);
    }

    /** Whether it is the name of a section, which holds keys and no value. */
    public static boolean isSection(String key) {
        return key.equals("sources")
                || key.equals("elasticsearch.headers")
                || ALL.stream().anyMatch(known -> known.startsWith(key + "."));
    }

    /** All but those of open sections. */
    public static Set<String> names() {
        return ALL;
    }

    private static Set<String> all() {
        Set<String> keys = new TreeSet<>(WITHOUT_EFFECT);
        add(keys, "", "connectors connector_id service_type");
        add(keys, "elasticsearch.", "host url api_key api_key_file username password password_file ca ca_certs");
        add(keys, "elasticsearch.", "ca_fingerprint client_certificate client_key verify_certs request_timeout");
        add(keys, "elasticsearch.", "max_wait_duration initial_backoff_duration backoff_multiplier max_retries");
        add(keys, "elasticsearch.", "retry_interval");
        add(
                keys,
                "elasticsearch.bulk.",
                "queue_max_mem_size queue_refresh_timeout max_retries retry_interval chunk_size");
        add(keys, "elasticsearch.bulk.", "chunk_max_mem_size max_text_document_size max_concurrency");
        add(keys, "elasticsearch.bulk.", "concurrent_downloads");
        add(keys, "elasticsearch.bulk.error_monitor.", "enabled max_total_errors max_consecutive_errors");
        add(keys, "elasticsearch.bulk.error_monitor.", "max_error_rate error_window_size error_queue_size");
        add(keys, "service.", "worker_mode service_types idling heartbeat preflight_max_attempts preflight_idle");
        add(keys, "service.", "max_errors max_errors_span max_concurrent_content_syncs max_delete_ratio");
        add(keys, "service.", "max_concurrent_access_control_syncs max_concurrent_scheduling_tasks log_level");
        add(keys, "service.", "max_file_download_size job_cleanup_interval job_idle_limit time_zone");
        add(keys, "service.", "data_directory plugins_directory");
        add(keys, "service.http.", "enabled host port");
        add(keys, "service.secrets.", "variables folders");
        add(keys, "extraction_service.", "host");
        return keys;
    }

    private static void add(Set<String> keys, String section, String names) {
        for (String name : List.of(names.split(" "))) {
            keys.add(section + name);
        }
    }
}
