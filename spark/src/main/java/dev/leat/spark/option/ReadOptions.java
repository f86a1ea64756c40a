package dev.leat.spark.option;

import dev.leat.elastic.scan.Slicing;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to read, and how.
 *
 * @param index the name of an index, alias or data stream, a pattern, or several with commas between
 * @param query as JSON; null for all documents
 * @param arrayFields paths and patterns of columns that are arrays whatever the sample says
 * @param scalarFields paths and patterns of columns that are not
 * @param sampleDocuments how many documents of the indices are looked at to find arrays
 * @param slicing null for as many partitions as the documents deserve
 */
public record ReadOptions(
        Connection connection,
        String index,
        @Nullable String query,
        FieldNames fields,
        ArrayMode arrays,
        List<String> arrayFields,
        List<String> scalarFields,
        int sampleDocuments,
        Mismatch onMismatch,
        @Nullable Slicing slicing,
        Duration keepAlive,
        PushDown pushDown)
        implements Serializable {

    /**
     * Reads options, ours and those of Elasticsearch for Hadoop.
     *
     * @throws dev.leat.elastic.ConfigException that names everything that is wrong with them
     */
    public static ReadOptions parse(Map<String, String> options) {
        return new OptionReader(options).read();
    }

    /** Whether the column at that path is an array because somebody said so. */
    public boolean isNamedArray(String path) {
        return FieldNames.names(arrayFields, path) && !isNamedScalar(path);
    }

    /** Whether the column at that path is none because somebody said so. */
    public boolean isNamedScalar(String path) {
        return FieldNames.names(scalarFields, path);
    }
}
