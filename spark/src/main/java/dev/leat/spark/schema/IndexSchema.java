package dev.leat.spark.schema;

import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import dev.leat.spark.option.ArrayMode;
import dev.leat.spark.option.ReadOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The columns of the indices that a name stands for. Immutable.
 *
 * @param columns in the order of the mapping
 */
public record IndexSchema(List<Column> columns) {

    private static final Logger LOGGER = LoggerFactory.getLogger(IndexSchema.class);

    public IndexSchema {
        columns = List.copyOf(columns);
    }

    /** As {@link #read(Cluster, ReadOptions)}, by a connection of its own. */
    public static IndexSchema read(ReadOptions options) {
        try (Cluster cluster = options.connection().connect()) {
            return read(cluster, options);
        }
    }

    /**
     * Asks the cluster. Needs the privileges {@code read} and {@code view_index_metadata}; where the latter does not
     * reach the settings, less is pushed down.
     *
     * @throws dev.leat.elastic.ConfigException when indices contradict each other
     * @throws RejectedException when there is no such index
     */
    public static IndexSchema read(Cluster cluster, ReadOptions options) {
        String path = "/" + Request.segment(options.index());
        JsonNode mappings = cluster.perform(Request.read("GET", path + "/_mapping")
                        .withParameter("ignore_unavailable", "false")
                        .withParameter("allow_no_indices", "false")
                        .withParameter("expand_wildcards", "open"))
                .json();
        Optional<JsonNode> settings = settings(cluster, path);
        List<IndexMapping> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> index : mappings.properties()) {
            IndexDefaults defaults = settings.map(
                            known -> IndexDefaults.of(known.path(index.getKey()).path("settings")))
                    .orElse(IndexDefaults.unknown());
            all.add(MappingReader.read(index.getKey(), index.getValue().path("mappings"), defaults));
        }
        boolean sampled = options.arrays() == ArrayMode.AUTO || options.arrays() == ArrayMode.JSON;
        ArraySample sample = sampled ? ArraySample.take(cluster, options) : ArraySample.none();
        all.sort(Comparator.comparing(IndexMapping::index));
        return new IndexSchema(ColumnBuilder.build(options, all, sample));
    }

    /** Of each index that has such settings. */
    private static Optional<JsonNode> settings(Cluster cluster, String path) {
        try {
            return Optional.of(cluster.perform(Request.read("GET", path + "/_settings/index.mapping.*,index.mode")
                            .withParameter("flat_settings", "true")
                            .withParameter("expand_wildcards", "open"))
                    .json());
        } catch (RejectedException e) {
            LOGGER.atDebug().setCause(e).log("The settings may not be seen; less is pushed down");
            return Optional.empty();
        }
    }

    /** The type of a row. */
    public StructType type() {
        return Column.structOf(columns);
    }

    /** The columns that somebody declares, which may differ in type from ours and need not be in the mapping. */
    public IndexSchema as(StructType declared) {
        return new IndexSchema(DeclaredColumns.of(columns, declared));
    }

    /** The kind of a type that is not put together of others. */
    public static Kind plainKind(DataType type) {
        return DeclaredColumns.plain(type);
    }
}
