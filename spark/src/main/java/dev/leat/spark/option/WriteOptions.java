package dev.leat.spark.option;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to write, and how.
 *
 * @param index one index, alias or data stream
 * @param idColumn null for {@code _id}, if there is such a column
 * @param versionColumn holds versions of the caller's own; null for Elasticsearch's
 * @param excludedColumns which are no part of the document
 * @param jsonColumns whose text is JSON already
 * @param pipeline null for the index's own, if any
 * @param batchBytes where a request is cut
 * @param batchConcurrency most requests of one task at once
 * @param deadLetters folder for what is refused; null to fail
 */
public record WriteOptions(
        Connection connection,
        String index,
        WriteOperation operation,
        IdSource ids,
        @Nullable String idColumn,
        @Nullable String versionColumn,
        VersionType versionType,
        @Nullable String routingColumn,
        List<String> excludedColumns,
        List<String> jsonColumns,
        Nulls nulls,
        @Nullable String pipeline,
        long batchBytes,
        int batchDocuments,
        int batchConcurrency,
        @Nullable String deadLetters,
        Refresh refresh)
        implements Serializable {

    public WriteOptions {
        excludedColumns = List.copyOf(excludedColumns);
        jsonColumns = List.copyOf(jsonColumns);
    }

    /**
     * Reads options, ours and those of Elasticsearch for Hadoop.
     *
     * @throws dev.leat.elastic.ConfigException that names everything that is wrong with them
     */
    public static WriteOptions parse(Map<String, String> options) {
        return new WriteOptionReader(options).read();
    }
}
