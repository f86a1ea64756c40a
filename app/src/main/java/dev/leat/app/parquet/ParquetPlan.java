package dev.leat.app.parquet;

import dev.leat.app.parquet.ParquetSchema.Meta;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.scan.ScanRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What decides on the columns of an export besides the index.
 *
 * @param fields names and patterns of those that are wanted; null for all
 * @param arrayFields names and patterns of fields that hold arrays, whatever a sample says
 * @param sampleDocuments how many documents are looked at to find arrays; 0 for none
 */
public record ParquetPlan(
        @Nullable List<String> fields,
        List<String> arrayFields,
        int sampleDocuments,
        Meta meta,
        OnMismatch onMismatch) {

    /** The columns for what the request reads: from the mappings of its indices, with lists where there are arrays. */
    public ParquetSchema schema(Cluster cluster, ScanRequest request) {
        List<Column> columns = ColumnChoice.choose(MappingColumns.of(cluster, request.index()), fields);
        ArraySample sample = ArraySample.take(cluster, request, sampleDocuments);
        return schema(ColumnChoice.withArrays(columns, sample, arrayFields));
    }

    /** The same with columns that are given, as by an export that goes on. */
    public ParquetSchema schema(List<Column> columns) {
        return new ParquetSchema(columns, meta, onMismatch);
    }
}
