package dev.leat.connect.protocol;

import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the two indices of the protocol where they are missing. Full distributions bring templates for them: what those
 * have made is left as it is. Any number of processes may do so at once. Thread-safe; blocks.
 */
public final class ProtocolIndices {

    private final Cluster cluster;
    private final Indices indices;

    public ProtocolIndices(Cluster cluster) {
        this.cluster = cluster;
        this.indices = new Indices(cluster);
    }

    /**
     * Sees to it that both are there.
     *
     * @return the indices that were made now
     */
    public List<String> createMissing() {
        boolean connectors = create(Names.CONNECTORS_INDEX, Names.CONNECTORS, connectorsMapping());
        boolean jobs = create(Names.SYNC_JOBS_INDEX, Names.SYNC_JOBS, syncJobsMapping());
        return Stream.of(connectors ? Names.CONNECTORS_INDEX : "", jobs ? Names.SYNC_JOBS_INDEX : "")
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private boolean create(String index, String alias, ObjectNode mapping) {
        if (indices.exists(alias)) {
            return false;
        }
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.putObject("settings")
                .put("index.hidden", true)
                .put("number_of_shards", 1)
                .put("auto_expand_replicas", "0-1");
        body.putObject("aliases").putObject(alias).put("is_hidden", true);
        body.set("mappings", mapping);
        boolean created = indices.createIfAbsent(index, body.toString()) == Indices.Presence.CREATED;
        if (!created && !indices.exists(alias)) {
            // Somebody made the index by its name alone, as Elastic's service does where there is no template.
            if (hasNoFields(index)) {
                indices.putMapping(index, mapping.toString());
            }
            ObjectNode alone = Json.MAPPER.createObjectNode();
            alone.putArray("actions")
                    .addObject()
                    .putObject("add")
                    .put("index", index)
                    .put("alias", alias)
                    .put("is_hidden", true);
            cluster.perform(Request.of("POST", "/_aliases", Repeat.IDEMPOTENT).withJson(alone.toString()));
        }
        return created;
    }

    private boolean hasNoFields(String index) {
        return cluster.perform(Request.read("GET", "/" + Request.segment(index) + "/_mapping"))
                .json()
                .path(index)
                .path("mappings")
                .path("properties")
                .isMissingNode();
    }

    private static ObjectNode connectorsMapping() {
        MappingText mapping = new MappingText()
                .all("keyword", Names.API_KEY_ID, Names.API_KEY_SECRET_ID, Names.ERROR, Names.INDEX_NAME)
                .all("keyword", Names.LANGUAGE, Names.NAME, Names.SERVICE_TYPE, Names.STATUS)
                .all("keyword", Names.LAST_ACCESS_CONTROL_SYNC_ERROR, Names.LAST_ACCESS_CONTROL_SYNC_STATUS)
                .all("keyword", Names.LAST_SYNC_ERROR, Names.LAST_SYNC_STATUS)
                .all("date", Names.LAST_ACCESS_CONTROL_SYNC_SCHEDULED_AT, Names.LAST_INCREMENTAL_SYNC_SCHEDULED_AT)
                .all("date", Names.LAST_SYNC_SCHEDULED_AT, Names.LAST_SYNCED, Names.LAST_SEEN)
                .all("long", Names.LAST_DELETED_DOCUMENT_COUNT, Names.LAST_INDEXED_DOCUMENT_COUNT)
                .all("boolean", Names.IS_NATIVE, Names.SYNC_NOW, Names.DELETED)
                .all("text", Names.DESCRIPTION)
                .all("object", Names.CONFIGURATION, Names.CUSTOM_SCHEDULING, Names.SYNC_CURSOR)
                .object(Names.FEATURES, features())
                .object(Names.FILTERING, filtering())
                .object(Names.PIPELINE, pipeline())
                .object(Names.SCHEDULING, scheduling());
        ObjectNode whole = mapping.whole();
        whole.withObject("_meta")
                .putObject("pipeline")
                .put("default_name", Pipeline.STANDARD)
                .put("default_extract_binary_content", true)
                .put("default_reduce_whitespace", true)
                .put("default_run_ml_inference", true);
        return whole;
    }

    private static ObjectNode syncJobsMapping() {
        MappingText connector = new MappingText()
                .all("keyword", Names.ID, Names.INDEX_NAME, Names.LANGUAGE, Names.SERVICE_TYPE)
                .all("object", Names.CONFIGURATION, Names.SYNC_CURSOR)
                .object(Names.FILTERING, rules())
                .object(Names.PIPELINE, pipeline());
        return new MappingText()
                .all("date", Names.CANCELATION_REQUESTED_AT, Names.CANCELED_AT, Names.COMPLETED_AT, Names.CREATED_AT)
                .all("date", Names.LAST_SEEN, Names.STARTED_AT)
                .all("integer", Names.DELETED_DOCUMENT_COUNT, Names.INDEXED_DOCUMENT_COUNT)
                .all("integer", Names.INDEXED_DOCUMENT_VOLUME, Names.TOTAL_DOCUMENT_COUNT)
                .all("keyword", Names.ERROR, Names.JOB_TYPE, Names.STATUS, Names.TRIGGER_METHOD, Names.WORKER_HOSTNAME)
                .all("object", Names.METADATA)
                .object(Names.CONNECTOR, connector)
                .whole();
    }

    private static MappingText features() {
        MappingText enabled = new MappingText().all("boolean", "enabled");
        MappingText syncRules = new MappingText().object("basic", enabled).object("advanced", enabled);
        return new MappingText()
                .all("boolean", "filtering_advanced_config", "filtering_rules")
                .object("document_level_security", enabled)
                .object("incremental_sync", enabled)
                .object("native_connector_api_keys", enabled)
                .object("sync_rules", syncRules);
    }

    private static MappingText pipeline() {
        return new MappingText()
                .all("keyword", Names.NAME)
                .all("boolean", "extract_binary_content", "reduce_whitespace", "run_ml_inference");
    }

    private static MappingText scheduling() {
        MappingText schedule = new MappingText().all("boolean", "enabled").all("text", "interval");
        return new MappingText()
                .object(Names.FULL, schedule)
                .object(Names.INCREMENTAL, schedule)
                .object(Names.ACCESS_CONTROL, schedule);
    }

    private static MappingText filtering() {
        return new MappingText()
                .all("keyword", "domain")
                .object("active", rules())
                .object("draft", rules());
    }

    private static MappingText rules() {
        MappingText snippet = new MappingText()
                .all("date", Names.CREATED_AT, Names.UPDATED_AT)
                .all("object", "value");
        MappingText rule = new MappingText()
                .all("date", Names.CREATED_AT, Names.UPDATED_AT)
                .all("keyword", Names.ID, "field", "policy", "rule", "value")
                .all("short", "order");
        MappingText errors = new MappingText().all("keyword", "ids").all("text", "messages");
        MappingText validation = new MappingText().all("keyword", "state").object("errors", errors);
        return new MappingText()
                .object(Names.ADVANCED_SNIPPET, snippet)
                .object("rules", rule)
                .object("validation", validation);
    }

    /** A mapping being put together. */
    private static final class MappingText {

        private final ObjectNode properties = Json.MAPPER.createObjectNode();

        MappingText all(String type, String... names) {
            for (String name : names) {
                properties.putObject(name).put("type", type);
            }
            return this;
        }

        MappingText object(String name, MappingText inner) {
            properties.putObject(name).set("properties", inner.properties.deepCopy());
            return this;
        }

        /** Fields that are not named are kept and not searched, as the protocol wants it. */
        ObjectNode whole() {
            ObjectNode whole = Json.MAPPER.createObjectNode().put("dynamic", "false");
            whole.putObject("_meta").put("version", 1);
            whole.set("properties", properties);
            return whole;
        }
    }
}
