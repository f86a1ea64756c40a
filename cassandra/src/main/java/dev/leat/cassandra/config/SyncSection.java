package dev.leat.cassandra.config;

import dev.leat.cassandra.config.PairConfig.Bucket;
import dev.leat.cassandra.config.PairConfig.BucketUnit;
import dev.leat.cassandra.config.PairConfig.Limits;
import dev.leat.cassandra.config.PairConfig.Times;
import dev.leat.cassandra.config.PairConfig.Unit;
import dev.leat.cassandra.config.PairConfig.Versions;
import dev.leat.cassandra.config.SyncConfig.HttpConfig;
import dev.leat.cassandra.sync.Direction;
import dev.leat.cassandra.sync.NewFields;
import dev.leat.cassandra.sync.Rules.Future;
import dev.leat.elastic.ConfigException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code sync} of {@code leat.yml}. Used once. */
public final class SyncSection {

    /** Where health and metrics are served when nothing is said; another port is taken when this one is. */
    static final HttpConfig HTTP = new HttpConfig("127.0.0.1", 9276, false);

    static final Times TIMES = new Times(Duration.ofSeconds(1), Duration.ofMinutes(10), Duration.ofSeconds(5));
    static final Limits LIMITS = new Limits(0, 0, 8, 500);
    static final double MAX_DELETE_RATIO = 0.5;

    private static final String PREFIX = "sync.";
    private static final String EXTRA_COLUMN = "extra";

    private final Section sync;
    private final Secrets secrets;
    private final Findings findings;

    private SyncSection(Section sync, Secrets secrets, Findings findings) {
        this.sync = sync;
        this.secrets = secrets;
        this.findings = findings;
    }

    /**
     * Reads it.
     *
     * @param file the name of the file, for messages
     * @param values all settings of the file: full key, such as {@code sync.period}, to a text, a list of texts or of maps,
     *     or null; keys of other sections are left alone
     * @throws ConfigException with all that is wrong, each with its key
     */
    public static SyncConfig read(String file, Map<String, ? extends @Nullable Object> values, Secrets secrets) {
        Findings findings = new Findings();
        Map<String, @Nullable Object> ours = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                ours.put(key.substring(PREFIX.length()), value);
            }
        });
        Section section = new Section(file + ": " + PREFIX, ours, findings);
        return new SyncSection(section, secrets, findings).read();
    }

    private SyncConfig read() {
        var cassandra = new CassandraKeys(sync, secrets).read();
        Defaults defaults = new Defaults(
                sync.text("cassandra.keyspace").orElse(null),
                times(sync, TIMES),
                sync.choice("future", Future.CLAMP),
                sync.ratio("max_delete_ratio", MAX_DELETE_RATIO),
                limits(sync, LIMITS));
        List<PairConfig> pairs = new ArrayList<>();
        for (Section pair : sync.sections("pairs")) {
            pairs.add(pair(pair, defaults));
            pair.forUnknown(findings::problem);
        }
        if (pairs.isEmpty() && !sync.has("pairs")) {
            sync.problem("pairs", "is missing; list at least one pair with table and index");
        } else if (pairs.isEmpty()) {
            sync.problem("pairs", "is empty; list at least one pair with table and index");
        }
        PairRules.check(sync.name("pairs"), pairs, findings);
        HttpConfig http = http();
        var dataDirectory = sync.path("data_directory");
        sync.forUnknown(findings::problem);
        findings.throwProblems();
        if (cassandra == null) {
            throw new IllegalStateException("no settings and no problem");
        }
        return new SyncConfig(cassandra, null, pairs, http, dataDirectory, findings.notices());
    }

    /** What holds for pairs that do not say it themselves. */
    private record Defaults(
            @Nullable String keyspace, Times times, Future future, double maxDeleteRatio, Limits limits) {}

    private PairConfig pair(Section pair, Defaults defaults) {
        String table = pair.required("table", "name the Cassandra table");
        String keyspace = pair.text("keyspace").orElse(defaults.keyspace());
        if (keyspace == null) {
            pair.problem("keyspace", "is missing; name the keyspace of the table here, or in sync.cassandra.keyspace");
        }
        return new PairConfig(
                pair.text("name").orElse(table),
                keyspace == null ? "" : keyspace,
                table,
                pair.required("index", "name the Elasticsearch index"),
                pair.choice("direction", Direction.BOTH),
                pair.texts("columns"),
                null,
                versions(pair),
                newFields(pair),
                extraColumn(pair),
                pair.text("ignore_source").orElse(null),
                times(pair, defaults.times()),
                pair.choice("future", defaults.future()),
                pair.ratio("max_delete_ratio", defaults.maxDeleteRatio()),
                limits(pair, defaults.limits()),
                MappingText.of(pair, "mapping"));
    }

    private static NewFields newFields(Section pair) {
        NewFields newFields = pair.choice("new_fields", NewFields.IGNORE);
        boolean isWhole = pair.choice("direction", Direction.BOTH) != Direction.TO_INDEX
                && pair.texts("columns").isEmpty();
        if (newFields == NewFields.ADD_COLUMN && !isWhole) {
            pair.problem(
                    "new_fields",
                    "add_column needs all columns, of a table that documents are written to; use ignore or dead_letter");
        }
        return newFields;
    }

    private static @Nullable String extraColumn(Section pair) {
        boolean isMeant = pair.choice("new_fields", NewFields.IGNORE) == NewFields.EXTRA_MAP;
        if (!isMeant && pair.has("extra_column")) {
            pair.problem("extra_column", "is of use with new_fields: extra_map alone; leave it out, or set that");
        }
        return isMeant ? pair.text("extra_column").orElse(EXTRA_COLUMN) : null;
    }

    private static Versions versions(Section pair) {
        String bucket = pair.text("bucket.column").orElse(null);
        BucketUnit unit = pair.choice("bucket.unit", BucketUnit.DAY);
        String changes = pair.text("changes_column").orElse(null);
        if (bucket == null && pair.has("bucket.unit")) {
            pair.problem("bucket.column", "is missing; name the partition key, which is the bucket of time");
        }
        if (bucket != null && changes != null) {
            pair.problem("changes_column", "given together with bucket; leave one out");
        }
        return new Versions(
                pair.text("version_column").orElse(null),
                changes,
                pair.choice("version_unit", Unit.MILLIS),
                bucket == null ? null : new Bucket(bucket, unit),
                null);
    }

    private static Times times(Section section, Times otherwise) {
        return new Times(
                section.duration("period", otherwise.period()),
                section.duration("reconcile_every", otherwise.reconcileEvery()),
                section.duration("max_skew", otherwise.maxSkew()));
    }

    private static Limits limits(Section section, Limits otherwise) {
        return new Limits(
                section.integer("rows_per_second", otherwise.rowsPerSecond(), 0),
                section.integer("documents_per_second", otherwise.documentsPerSecond(), 0),
                section.integer("lanes", otherwise.lanes(), 1),
                section.integer("batch", otherwise.batch(), 1));
    }

    private @Nullable HttpConfig http() {
        boolean isEnabled = sync.flag("http.enabled", true);
        boolean isNamed = sync.has("http.port");
        String host = sync.text("http.host").orElse(HTTP.host());
        int port = sync.integer("http.port", HTTP.port(), 0);
        if (port > 65_535) {
            sync.problem("http.port", port + " is no port; use 1 to 65535, or 0 for any that is free");
        }
        return isEnabled ? new HttpConfig(host, port, isNamed) : null;
    }
}
