package dev.leat.spark.write;

import dev.leat.elastic.ConfigException;
import dev.leat.spark.encode.RowEncoder;
import dev.leat.spark.option.IdSource;
import dev.leat.spark.option.WriteOperation;
import dev.leat.spark.option.WriteOptions;
import dev.leat.spark.schema.TargetMapping;
import dev.leat.spark.write.KeyColumn.Content;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What a job writes, worked out on the driver and the same for all tasks. Travels with the secrets of the connection in
 * it, and prints none.
 *
 * @param job a name that no other job has
 * @param excluded columns that are no part of the document
 */
record WritePlan(
        WriteOptions options,
        TargetMapping mapping,
        StructType row,
        String job,
        @Nullable KeyColumn id,
        @Nullable KeyColumn version,
        @Nullable KeyColumn routing,
        List<String> excluded)
        implements Serializable {

    /** Names that Elasticsearch keeps for itself and refuses in a document. */
    private static final Set<String> RESERVED =
            Set.of("_id", "_index", "_version", "_source", "_routing", "_seq_no", "_ignored", "_field_names");

    private static final String ID = "_id";

    /** @throws ConfigException when the rows cannot be written so */
    static WritePlan of(WriteOptions options, TargetMapping mapping, StructType row, String job) {
        List<String> names = Arrays.asList(row.fieldNames());
        boolean generated = options.ids() == IdSource.GENERATED;
        @Nullable String idName = options.idColumn() == null && names.contains(ID) ? ID : options.idColumn();
        if (idName == null && !generated) {
            throw new ConfigException(
                    "id-column",
                    "name the column that holds the ids of the documents, so that what is written again is the same"
                            + " document; or let ids=generated make some, with which a job that is run again writes"
                            + " its documents again");
        }
        @Nullable KeyColumn id = generated ? null : find("id-column", idName, row, Content.STRINGS_OR_WHOLE_NUMBERS);
        @Nullable KeyColumn version = find("version-column", options.versionColumn(), row, Content.WHOLE_NUMBERS);
        @Nullable
        KeyColumn routing = find("routing-column", options.routingColumn(), row, Content.STRINGS_OR_WHOLE_NUMBERS);
        List<String> excluded = excluded(options, names, id, version, routing);
        WritePlan plan = new WritePlan(options, mapping, row, job, id, version, routing, excluded);
        if (options.operation() != WriteOperation.DELETE) {
            requireTexts(options.jsonColumns(), row);
            plan.encoder();
        }
        return plan;
    }

    private static void requireTexts(List<String> paths, StructType row) {
        List<String> texts = texts("", row).toList();
        for (String path : paths) {
            if (!texts.contains(path)) {
                throw new ConfigException("json-columns", "there is no column of text '" + path + "'");
            }
        }
    }

    /** The paths of everything that is text, as encoders name them. */
    private static Stream<String> texts(String path, DataType type) {
        return switch (type) {
            case StringType text -> Stream.of(path);
            case ArrayType array -> texts(path, array.elementType());
            case MapType map -> texts(path + ".*", map.valueType());
            case StructType struct ->
                Arrays.stream(struct.fields())
                        .flatMap(field ->
                                texts(path.isEmpty() ? field.name() : path + "." + field.name(), field.dataType()));
            default -> Stream.empty();
        };
    }

    private static @Nullable KeyColumn find(String option, @Nullable String name, StructType row, Content content) {
        return name == null ? null : KeyColumn.find(option, name, row, content);
    }

    private static List<String> excluded(WriteOptions options, List<String> names, @Nullable KeyColumn... keys) {
        List<String> excluded = new ArrayList<>(options.excludedColumns());
        for (String name : excluded) {
            if (!names.contains(name)) {
                throw new ConfigException("exclude-columns", "there is no column '" + name + "'");
            }
        }
        for (@Nullable KeyColumn key : keys) {
            if (key != null && RESERVED.contains(key.name())) {
                excluded.add(key.name());
            }
        }
        for (String name : names) {
            boolean deletes = options.operation() == WriteOperation.DELETE;
            if (!deletes && RESERVED.contains(name) && !excluded.contains(name)) {
                throw new ConfigException(
                        "exclude-columns",
                        "Elasticsearch keeps the name '" + name + "' for itself; leave the column out with"
                                + " exclude-columns=" + name);
            }
        }
        return excluded;
    }

    /** Makes documents of the rows; each task has its own. */
    RowEncoder encoder() {
        return RowEncoder.of(row, mapping, options.nulls(), excluded, options.jsonColumns());
    }

    @Override
    public String toString() {
        return "leat:" + options.index();
    }
}
