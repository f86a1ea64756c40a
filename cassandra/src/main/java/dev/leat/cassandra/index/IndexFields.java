package dev.leat.cassandra.index;

import dev.leat.cassandra.sync.NewFields;
import dev.leat.cassandra.type.Column;
import dev.leat.cassandra.type.IndexMapping;
import dev.leat.cassandra.type.TableShape;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The mapping of a pair's index. Blocking. */
final class IndexFields {

    /** Fields that Elasticsearch rebuilds for {@code _source} from this release on, unless an index keeps them as sent. */
    private static final Set<String> VECTORS = Set.of("dense_vector", "sparse_vector", "rank_vectors");

    private static final int VECTORS_LEFT_OUT_MAJOR = 9;
    private static final int VECTORS_LEFT_OUT_MINOR = 2;
    private static final String SOURCE_MODE = "index.mapping.source.mode";
    private static final String LEAVES_VECTORS_OUT = "index.mapping.exclude_source_vectors";

    private final Cluster cluster;
    private final IndexSettings settings;

    IndexFields(Cluster cluster, IndexSettings settings) {
        this.cluster = cluster;
        this.settings = settings;
    }

    /** The body of the request that makes the index. */
    String creation(TableShape shape) {
        boolean hasVectors = settings.overrides().values().stream()
                .anyMatch(mapping -> VECTORS.stream().anyMatch(mapping::contains));
        String keeps = hasVectors && canLeaveVectorsOut() ? "\"settings\":{\"" + LEAVES_VECTORS_OUT + "\":false}," : "";
        return "{" + keeps + "\"mappings\":" + IndexMapping.of(shape, settings.overrides()) + "}";
    }

    /**
     * Gives an index that is there the fields that it lacks for new columns, when columns are added.
     *
     * @throws ConfigException if the index does not give documents back as they were written: what it leaves out would look
     *     deleted, and what it rebuilds, or puts in another order, edited
     */
    void adapt(TableShape shape) {
        Response response = cluster.perform(Request.read("GET", "/" + Request.segment(settings.index()) + "/_mapping"));
        for (JsonNode index : response.json()) {
            JsonNode properties = index.path("mappings").path("properties");
            requireWholeSource(index.path("mappings").path("_source"));
            requireVectorsInSource(shape, properties);
            List<Column> missing = shape.columns().stream()
                    .filter(column -> !properties.has(column.name()))
                    .toList();
            if (settings.newFields() == NewFields.ADD_COLUMN
                    && settings.access() == Access.READ_WRITE
                    && !missing.isEmpty()) {
                new Indices(cluster)
                        .putMapping(
                                settings.index(), "{" + IndexMapping.properties(missing, settings.overrides()) + "}");
            }
        }
    }

    private void requireVectorsInSource(TableShape shape, JsonNode properties) {
        Set<String> columns = shape.columns().stream().map(Column::name).collect(Collectors.toSet());
        // With a column for fields that have none of their own, all of them are compared.
        boolean isWhole = settings.newFields() == NewFields.EXTRA_MAP;
        List<String> vectors = properties.properties().stream()
                .filter(field -> (isWhole || columns.contains(field.getKey())) && hasVectors(field.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (vectors.isEmpty()) {
            return;
        }
        if (setting(LEAVES_VECTORS_OUT).equals("true")) {
            throw new ConfigException(
                    "index",
                    "the index '" + settings.index() + "' does not keep the vectors " + vectors
                            + " as they are written, so that they would look edited; make it anew with "
                            + LEAVES_VECTORS_OUT + ": false");
        }
    }

    /** Whether a mapping is one of vectors, or of an object that has some. */
    private static boolean hasVectors(JsonNode mapping) {
        return VECTORS.contains(mapping.path("type").asString(""))
                || mapping.path("properties").valueStream().anyMatch(IndexFields::hasVectors);
    }

    private void requireWholeSource(JsonNode source) {
        boolean isOff = !source.path("enabled").asBoolean(true);
        boolean isPart =
                !source.path("includes").isEmpty() || !source.path("excludes").isEmpty();
        String mode = source.path("mode").asString(setting(SOURCE_MODE)).toLowerCase(Locale.ROOT);
        if (isOff || isPart || !(mode.isEmpty() || mode.equals("stored"))) {
            throw new ConfigException(
                    "index",
                    "the index '" + settings.index() + "' does not keep its documents as they are written (_source is "
                            + (isOff ? "off" : isPart ? "a part of them" : mode)
                            + "), so that what it leaves out would look deleted; make it anew with a whole, stored"
                            + " _source");
        }
    }

    /** A setting of the index, or what holds without it; empty when this Elasticsearch does not know it. */
    private String setting(String name) {
        Request request = Request.read("GET", "/" + Request.segment(settings.index()) + "/_settings/" + name)
                .withParameter("flat_settings", "true")
                .withParameter("include_defaults", "true");
        for (JsonNode index : cluster.perform(request).json()) {
            String usual = index.path("defaults").path(name).asString("");
            return index.path("settings").path(name).asString(usual);
        }
        return "";
    }

    private boolean canLeaveVectorsOut() {
        return cluster.info().isAtLeast(VECTORS_LEFT_OUT_MAJOR, VECTORS_LEFT_OUT_MINOR);
    }
}
