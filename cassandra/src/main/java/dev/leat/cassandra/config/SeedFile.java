package dev.leat.cassandra.config;

import dev.leat.cassandra.config.PairConfig.Times;
import dev.leat.cassandra.config.PairConfig.Unit;
import dev.leat.cassandra.config.PairConfig.Versions;
import dev.leat.cassandra.sync.Direction;
import dev.leat.cassandra.sync.NewFields;
import dev.leat.cassandra.sync.Rules.Future;
import dev.leat.cassandra.table.ConnectionSettings;
import dev.leat.elastic.ConfigException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the {@code config.json} of PyCassElastic as it is, comments included. What it does not know is a notice and no
 * error: the file is somebody else's.
 */
public final class SeedFile {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_YAML_COMMENTS)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Section file;
    private final Findings findings;
    private final @Nullable Instant startingPoint;

    private SeedFile(Section file, Findings findings, @Nullable Instant startingPoint) {
        this.file = file;
        this.findings = findings;
        this.startingPoint = startingPoint;
    }

    /** Whether a text is such a file, and no {@code leat.yml}: JSON that holds {@code syncs}. */
    public static boolean isOne(String text) {
        String content = text.replaceAll("(?m)^\\s*#.*$", "").strip();
        return content.startsWith("{") && content.contains("\"syncs\"");
    }

    /**
     * Reads one.
     *
     * @param name the name of the file, for messages
     * @param startingPoint what stands in {@code lastruntime.log} beside it; null when there is none
     * @throws ConfigException with all that is wrong, each with its key
     */
    public static SyncConfig read(String name, String text, @Nullable Instant startingPoint) {
        Findings findings = new Findings();
        JsonNode root = parse(name, text, findings);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        flatten("", root, values);
        return new SeedFile(new Section(name + ": ", values, findings), findings, startingPoint).read();
    }

    private static JsonNode parse(String name, String text, Findings findings) {
        try {
            try {
                return object(name, MAPPER.readTree(text));
            } catch (UnexpectedEndOfInputException e) {
                // The example of PyCassElastic's own README lacks its last brace.
                JsonNode root = object(name, MAPPER.readTree(text + "\n}"));
                findings.notice(name + ": the last } is missing; it is taken as if it stood there");
                return root;
            }
        } catch (JacksonException e) {
            String where =
                    e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
            String what = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
            throw new ConfigException(name + where, "not valid JSON: " + what);
        }
    }

    private static JsonNode object(String name, JsonNode root) {
        if (!root.isObject()) {
            throw new ConfigException(name, "must be a JSON object with cassandra, elasticsearch and syncs");
        }
        return root;
    }

    private static void flatten(String prefix, JsonNode object, Map<String, @Nullable Object> into) {
        object.properties().forEach(entry -> {
            String key = prefix + entry.getKey();
            if (entry.getValue().isObject() && !entry.getValue().isEmpty()) {
                flatten(key + ".", entry.getValue(), into);
            } else {
                into.put(key, value(entry.getValue()));
            }
        });
    }

    private static @Nullable Object value(JsonNode node) {
        if (node.isNull() || (node.isObject() && node.isEmpty())) {
            return null;
        }
        if (node.isArray()) {
            return node.valueStream().map(SeedFile::element).toList();
        }
        return node.asString();
    }

    private static Object element(JsonNode node) {
        if (!node.isObject()) {
            return node.asString("");
        }
        Map<String, @Nullable Object> inner = new LinkedHashMap<>();
        flatten("", node, inner);
        return inner;
    }

    private SyncConfig read() {
        Times times = new Times(
                file.duration("period", SyncSection.TIMES.period()),
                SyncSection.TIMES.reconcileEvery(),
                SyncSection.TIMES.maxSkew());
        List<String> hosts = file.texts("cassandra.url");
        if (hosts.isEmpty()) {
            file.problem("cassandra.url", "is missing; name at least one host, such as [\"localhost\"]");
        }
        String keyspace = file.required("cassandra.keyspace", "name the keyspace of the tables");
        List<String> urls = file.texts("elasticsearch.url");
        List<PairConfig> pairs = new ArrayList<>();
        for (Section sync : file.sections("syncs")) {
            pairs.add(pair(sync, keyspace, times));
            sync.forUnknown((key, message) -> findings.notice(key + ": " + message));
        }
        if (pairs.isEmpty()) {
            file.problem("syncs", "lists no sync; give at least one with cassandra.table and elasticsearch.index");
        }
        PairRules.check(file.name("syncs"), pairs, findings);
        file.forUnknown((key, message) -> findings.notice(key + ": " + message));
        findings.throwProblems();
        return new SyncConfig(
                ConnectionSettings.of(hosts),
                urls.isEmpty() ? null : String.join(",", urls),
                pairs,
                SyncSection.HTTP,
                null,
                findings.notices());
    }

    private PairConfig pair(Section sync, String keyspace, Times times) {
        String table = sync.required("cassandra.table", "name the table");
        String index = sync.required("elasticsearch.index", "name the index");
        sync.text("comments");
        sync.text("elasticsearch.source_id");
        if (sync.has("elasticsearch.type")) {
            sync.notice("elasticsearch.type", "is ignored: Elasticsearch has no types any more");
        }
        return new PairConfig(
                tame(sync.text("name").orElse(table)),
                keyspace,
                table,
                index,
                Direction.BOTH,
                sync.texts("cassandra.fields_list"),
                sync.text("id_col").orElse(null),
                versions(sync),
                sync.texts("cassandra.fields_list").isEmpty() ? NewFields.ADD_COLUMN : NewFields.IGNORE,
                null,
                sourceId(sync),
                times,
                Future.CLAMP,
                SyncSection.MAX_DELETE_RATIO,
                SyncSection.LIMITS,
                Map.of());
    }

    private Versions versions(Section sync) {
        String date = sync.text("date_col").orElse(null);
        boolean isFiltered = sync.flag("filter_date", false);
        if (isFiltered && date == null) {
            sync.problem("date_col", "is missing, and filter_date is true; name the column with the date");
        }
        return new Versions(
                sync.text("version_col").orElse(null),
                isFiltered ? date : null,
                Unit.MILLIS,
                null,
                isFiltered ? startingPoint : null);
    }

    private static @Nullable String sourceId(Section sync) {
        boolean isIgnored = sync.flag("ignore_same_source", false);
        String source = sync.text("cassandra.source_id").orElse(null);
        if (isIgnored && source == null) {
            sync.problem(
                    "cassandra.source_id",
                    "is missing, and ignore_same_source is true; give what documents of Cassandra have in their source");
        }
        return isIgnored ? source : null;
    }

    /** A name was free text there. */
    private static String tame(String name) {
        String tame = name.replaceAll("[^A-Za-z0-9_.-]+", "-").replaceFirst("^[.-]+", "");
        return tame.substring(0, Math.min(tame.length(), 100));
    }
}
