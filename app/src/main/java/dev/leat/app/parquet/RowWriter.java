package dev.leat.app.parquet;

import dev.leat.app.parquet.ParquetSchema.Meta;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/** Hands rows to Parquet, value by value. Not thread-safe. */
final class RowWriter extends WriteSupport<Row> {

    private final ParquetSchema schema;
    private @Nullable RecordConsumer consumer;

    RowWriter(ParquetSchema schema) {
        this.schema = schema;
    }

    @Override
    @SuppressWarnings("deprecation") // There is no way around it.
    public WriteContext init(Configuration configuration) {
        throw new IllegalStateException("there is no Hadoop here");
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(schema.toMessageType(), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        this.consumer = recordConsumer;
    }

    @Override
    public void write(Row row) {
        RecordConsumer to = Objects.requireNonNull(consumer);
        to.startMessage();
        int number = 0;
        if (schema.meta() == Meta.WITH) {
            writeText(to, ParquetSchema.INDEX, number++, row.index());
            writeText(to, ParquetSchema.ID, number++, row.id());
            writeText(to, ParquetSchema.ROUTING, number++, row.routing());
        }
        writeFields(to, schema.columns(), number, row.values());
        if (schema.onMismatch() == OnMismatch.JSON) {
            writeText(to, ParquetSchema.MISMATCHES, number + schema.columns().size(), row.mismatches());
        }
        to.endMessage();
    }

    private static void writeText(RecordConsumer to, String name, int number, @Nullable String text) {
        if (text != null) {
            to.startField(name, number);
            to.addBinary(Binary.fromString(text));
            to.endField(name, number);
        }
    }

    private static void writeFields(RecordConsumer to, List<Column> columns, int before, @Nullable Object[] values) {
        for (int place = 0; place < values.length; place++) {
            Object value = values[place];
            if (value != null) {
                Column column = columns.get(place);
                to.startField(column.name(), before + place);
                if (column.isMany()) {
                    writeList(to, column, (List<?>) value);
                } else {
                    writeOne(to, column, value);
                }
                to.endField(column.name(), before + place);
            }
        }
    }

    private static void writeList(RecordConsumer to, Column column, List<?> values) {
        to.startGroup();
        if (!values.isEmpty()) {
            to.startField("list", 0);
            for (Object value : values) {
                to.startGroup();
                if (value != null) {
                    to.startField("element", 0);
                    writeOne(to, column, value);
                    to.endField("element", 0);
                }
                to.endGroup();
            }
            to.endField("list", 0);
        }
        to.endGroup();
    }

    private static void writeOne(RecordConsumer to, Column column, Object value) {
        switch (column.type()) {
            case GROUP -> {
                to.startGroup();
                writeFields(to, column.fields(), 0, (@Nullable Object[]) value);
                to.endGroup();
            }
            case TEXT, JSON, BINARY -> to.addBinary((Binary) value);
            case BOOLEAN -> to.addBoolean((Boolean) value);
            case BYTE, SHORT, INTEGER -> to.addInteger((Integer) value);
            case LONG, UNSIGNED_LONG, DATE, DATE_NANOS -> to.addLong((Long) value);
            case FLOAT -> to.addFloat((Float) value);
            case DOUBLE -> to.addDouble((Double) value);
        }
    }
}
