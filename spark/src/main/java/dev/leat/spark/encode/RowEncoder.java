package dev.leat.spark.encode;

import dev.leat.elastic.Json;
import dev.leat.spark.option.Nulls;
import dev.leat.spark.schema.TargetMapping;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Makes documents of rows. Not thread-safe. */
public final class RowEncoder {

    private final ObjectEncoder document;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);

    /**
     * A row as a document.
     *
     * @param problem what in it JSON has no room for, which then stands in it as text; null when it is whole
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on untouched, never compared.
    public record Encoded(byte[] json, @Nullable String problem) {}

    private RowEncoder(ObjectEncoder document) {
        this.document = document;
    }

    /**
     * An encoder of rows of that type, for an index with that mapping.
     *
     * @param excluded columns that are no part of the document
     * @param jsonColumns whose text is JSON already
     * @throws dev.leat.elastic.ConfigException when a column's type has no form in JSON, or the mapping takes no such field
     */
    public static RowEncoder of(
            StructType row, TargetMapping mapping, Nulls nulls, List<String> excluded, List<String> jsonColumns) {
        return new RowEncoder(new Encoders(mapping, nulls, jsonColumns).document(row, excluded));
    }

    public Encoded encode(InternalRow row) {
        bytes.reset();
        Writing writing;
        try (JsonGenerator json = Json.MAPPER.createGenerator(bytes)) {
            writing = new Writing(json);
            document.encode(row, writing);
        }
        return new Encoded(bytes.toByteArray(), writing.problem());
    }
}
