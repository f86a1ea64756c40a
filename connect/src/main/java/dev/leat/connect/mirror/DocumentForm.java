package dev.leat.connect.mirror;

import dev.leat.elastic.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * What a run makes of the fields of every document: which names are reserved, and what is added. Immutable.
 *
 * @param pipeline whether an ingest pipeline runs
 */
record DocumentForm(Security security, Stamp stamp, Pipeline pipeline) {

    /** Who may see a document. */
    static final String ACCESS_FIELD = "_allow_access_control";

    /** The entry that lets nobody in: without a prefix, so that no identity has it. */
    static final String NOBODY = "_nobody";

    private static final Set<String> PROTOCOL_FIELDS =
            Set.of("_id", "id", "_timestamp", "_extract_binary_content", "_reduce_whitespace", "_run_ml_inference");

    /** Whether an ingest pipeline runs. */
    enum Pipeline {
        RUNS,
        NONE
    }

    static DocumentForm of(MirrorSettings settings) {
        return new DocumentForm(
                settings.documents().security(),
                settings.documents().stamp(),
                settings.bulk().pipeline() == null ? Pipeline.NONE : Pipeline.RUNS);
    }

    /** Fields as the source has them, without those whose names are taken. */
    Map<String, @Nullable Object> permitted(Map<String, @Nullable Object> fields) {
        boolean permitted = true;
        for (String name : fields.keySet()) {
            permitted &= !isTaken(name);
        }
        if (permitted) {
            return fields;
        }
        Map<String, @Nullable Object> others = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (!isTaken(name)) {
                others.put(name, value);
            }
        });
        if (stamp instanceof Stamp.Protocol(String sourceIdField, Set<Stamp.PipelineStep> steps)
                && sourceIdField != null
                && fields.containsKey("id")
                && !isTaken(sourceIdField)) {
            others.putIfAbsent(sourceIdField, fields.get("id"));
        }
        return others;
    }

    /** Whether a field of this name would be, or would reach into, one of ours. */
    private boolean isTaken(String name) {
        if (name.isEmpty() || (name.charAt(0) != '_' && name.charAt(0) != 'i')) {
            return false;
        }
        // A dot in a name makes an object in Elasticsearch.
        int dot = name.indexOf('.');
        String top = dot < 0 ? name : name.substring(0, dot);
        return top.equals(DocumentEncoder.OWN_FIELD)
                // In every form: what a source has forged must not count when the form changes.
                || top.equals(ACCESS_FIELD)
                || (stamp instanceof Stamp.Protocol && PROTOCOL_FIELDS.contains(top));
    }

    private boolean isPlain() {
        return security == Security.OPEN && stamp instanceof Stamp.None;
    }

    /** Adds to a document what comes after its fields, one JSON member after the other, each with a comma before it. */
    void addMembers(StringBuilder json, String id, @Nullable String timestamp, @Nullable List<String> access) {
        if (stamp instanceof Stamp.Protocol(String sourceIdField, Set<Stamp.PipelineStep> steps)) {
            text(name(json, "id"), id);
            text(name(json, "_timestamp"), timestamp == null ? Instant.now().toString() : timestamp);
            if (pipeline == Pipeline.RUNS) {
                for (Stamp.PipelineStep step : Stamp.PipelineStep.values()) {
                    name(json, step.field()).append(steps.contains(step));
                }
            }
        }
        if (security == Security.DOCUMENT_LEVEL) {
            name(json, ACCESS_FIELD).append(Json.MAPPER.writeValueAsString(effective(access)));
        }
    }

    /** Who may see a document: never empty. */
    static List<String> effective(@Nullable List<String> access) {
        return access == null || access.isEmpty() ? List.of(NOBODY) : access;
    }

    /** What of this form and of a document's access makes a change of the document; empty for the plain form. */
    byte[] seal(@Nullable List<String> access) {
        if (isPlain()) {
            return new byte[0];
        }
        Map<String, Object> seal = new LinkedHashMap<>();
        seal.put("stamp", stamp.fingerprint());
        seal.put("pipeline", pipeline.name());
        if (security == Security.DOCUMENT_LEVEL) {
            seal.put("access", effective(access));
        }
        return Json.MAPPER.writeValueAsBytes(seal);
    }

    private static StringBuilder name(StringBuilder json, String name) {
        return json.append(",\"").append(name).append("\":");
    }

    private static void text(StringBuilder json, String value) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, json);
        json.append('"');
    }
}
