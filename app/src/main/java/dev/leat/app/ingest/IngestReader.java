package dev.leat.app.ingest;

import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.SecretReferences;
import dev.leat.connect.mirror.JobDirectory;
import dev.leat.connect.service.BulkOptions;
import dev.leat.connect.service.BulkOptions.ErrorMonitor;
import dev.leat.connect.service.Limits;
import dev.leat.connect.service.Pace;
import dev.leat.connect.service.Requests;
import dev.leat.connect.service.ServiceSettings;
import dev.leat.connect.service.ServiceSettings.Action;
import dev.leat.connect.service.ServiceSettings.HttpAddress;
import dev.leat.connect.service.Workload;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.RetryPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the settings of a file together; what is wrong is said at once, at the end. */
final class IngestReader {

    /** Where health and metrics are shown, on this machine only, unless the file says otherwise. */
    static final HttpAddress HTTP = new HttpAddress("127.0.0.1", 9275);

    private final IngestFile file;
    private final Map<String, String> environment;
    private final SecretText secrets;

    IngestReader(IngestFile file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
        this.secrets = new SecretText(file, environment);
    }

    IngestSettings read(Path home) {
        ConnectorList connectors = new ConnectorList(file, secrets);
        Workload workload = connectors.workload();
        DataSourceCatalog catalog = sources(home, connectors.types());
        Requests requests = requests();
        IngestConnection connection = new IngestConnection(file, secrets, environment);
        ClusterSettings cluster = connection.read(requests.timeout());
        ServiceSettings service = service(workload, requests);
        file.throwProblems();
        if (service == null || cluster == null) {
            throw new IllegalStateException("Settings without problems are complete");
        }
        return new IngestSettings(
                service,
                cluster,
                connection.isClusterNamed(),
                catalog,
                file.text("extraction_service.host").orElse(null),
                file.text("service.log_level").orElse(null),
                connectors.unready(),
                file.warnings());
    }

    DataSourceCatalog sources(Path home, Map<String, String> types) {
        String key = "service.plugins_directory";
        Path folder = file.parse(key, home.resolve("plugins"), "a path", Path::of);
        if (file.has(key) && !Files.isDirectory(folder)) {
            file.problem(key, folder + " is no folder");
        }
        return SourceMap.read(file, Plugins.in(folder, file::foreignProblem), types);
    }

    private @Nullable ServiceSettings service(Workload workload, Requests requests) {
        Path directory = file.parse("service.data_directory", JobDirectory.standard("service"), "a path", Path::of);
        ZoneId zone =
                file.parse("service.time_zone", ZoneId.of("UTC"), "a time zone such as Europe/Berlin", ZoneId::of);
        HttpAddress http = file.flag("service.http.enabled", true)
                ? new HttpAddress(
                        file.text("service.http.host").orElse(HTTP.host()),
                        file.integer("service.http.port", HTTP.port()))
                : null;
        Set<Action> loops = Set.of(Action.values());
        Pace pace = pace();
        Limits limits = limits();
        BulkOptions bulk = bulk(requests);
        SecretReferences references = references();
        try {
            return new ServiceSettings(
                    loops, workload, pace, limits, bulk, requests, zone, directory, references, http);
        } catch (ConfigException e) {
            file.problems(e);
            return null;
        }
    }

    private SecretReferences references() {
        Set<String> variables = new HashSet<>(file.texts("service.secrets.variables"));
        List<Path> folders = file.texts("service.secrets.folders").stream()
                .map(folder -> Path.of(folder).toAbsolutePath().normalize())
                .toList();
        return new SecretReferences(
                environment,
                name -> !SecretReferences.isOwn(name) && (variables.isEmpty() || variables.contains(name)),
                path -> folders.isEmpty() || folders.stream().anyMatch(path::startsWith));
    }

    private Pace pace() {
        Pace standard = Pace.standard();
        return new Pace(
                file.duration("service.idling", standard.idling()),
                file.duration("service.heartbeat", standard.heartbeat()),
                file.duration("service.job_cleanup_interval", standard.jobCleanup()),
                file.duration("service.job_idle_limit", standard.idleJob()));
    }

    private Limits limits() {
        Limits standard = Limits.standard();
        String fileSize = "service.max_file_download_size";
        return new Limits(
                file.integer("service.max_concurrent_content_syncs", standard.contentSyncs()),
                file.integer("service.max_concurrent_access_control_syncs", standard.accessControlSyncs()),
                file.integer("service.max_concurrent_scheduling_tasks", standard.schedulingTasks()),
                file.integer("service.max_errors", standard.errors()),
                file.duration("service.max_errors_span", standard.errorSpan()),
                file.has(fileSize) ? file.bytes(fileSize, 1) : null,
                file.decimal("service.max_delete_ratio", standard.deleteRatio()));
    }

    private BulkOptions bulk(Requests requests) {
        String section = "elasticsearch.bulk.";
        BulkOptions standard = BulkOptions.standard();
        return new BulkOptions(
                file.integer(section + "chunk_size", standard.chunkSize()),
                file.mebibytes(section + "chunk_max_mem_size", standard.chunkBytes()),
                file.integer(section + "queue_max_size", standard.queueSize()),
                file.mebibytes(section + "queue_max_mem_size", standard.queueBytes()),
                file.duration(section + "queue_refresh_timeout", standard.queueTimeout()),
                bulkPatience(section, requests),
                file.integer(section + "max_concurrency", standard.concurrency()),
                file.integer(section + "concurrent_downloads", standard.downloads()),
                file.mebibytes(section + "max_text_document_size", standard.documentBytes()),
                errorMonitor(section + "error_monitor."));
    }

    private ErrorMonitor errorMonitor(String section) {
        ErrorMonitor standard = ErrorMonitor.standard();
        return new ErrorMonitor(
                file.flag(section + "enabled", true) ? ErrorMonitor.Mode.ENFORCE : ErrorMonitor.Mode.COUNT_ONLY,
                file.integer(section + "max_total_errors", standard.total()),
                file.integer(section + "max_consecutive_errors", standard.consecutive()),
                file.decimal(section + "max_error_rate", standard.rate()),
                file.integer(section + "error_window_size", standard.window()),
                file.integer(section + "error_queue_size", standard.kept()));
    }

    /** The key that is closest to writing decides; without one, it is as for all requests. */
    private RetryPolicy bulkPatience(String section, Requests requests) {
        String timeout = section + "queue_refresh_timeout";
        if (file.has(timeout)) {
            return RetryPolicy.within(file.duration(timeout, Duration.ZERO));
        }
        return patience(section, requests.timeout(), requests.retries(), requests.retryInterval())
                .orElse(requests.patience());
    }

    /** What the two keys of a section come to when at least one of them is given. */
    private Optional<RetryPolicy> patience(String section, Duration timeout, int retries, Duration interval) {
        String retriesKey = section + "max_retries";
        String intervalKey = section + "retry_interval";
        return file.has(retriesKey) || file.has(intervalKey)
                ? Optional.of(Requests.patience(
                        timeout, file.integer(retriesKey, retries), file.duration(intervalKey, interval)))
                : Optional.empty();
    }

    private Requests requests() {
        Requests standard = Requests.standard();
        Duration timeout = file.duration("elasticsearch.request_timeout", standard.timeout());
        int retries = file.integer("elasticsearch.max_retries", standard.retries());
        Duration interval = file.duration("elasticsearch.retry_interval", standard.retryInterval());
        return new Requests(
                timeout,
                retries,
                interval,
                patience("elasticsearch.", timeout, retries, interval).orElse(standard.patience()),
                file.duration("elasticsearch.max_wait_duration", standard.maxWait()),
                file.duration("elasticsearch.initial_backoff_duration", standard.initialBackoff()),
                file.decimal("elasticsearch.backoff_multiplier", standard.backoffMultiplier()),
                file.integer("service.preflight_max_attempts", standard.preflightAttempts()),
                file.duration("service.preflight_idle", Duration.ofSeconds(30)));
    }
}
