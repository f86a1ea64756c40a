package dev.leat.app.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.app.file.Compression;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Reads files with Parquet's own reader, as maps, lists and plain values; what is null is not there. */
public final class ParquetRows {

    private ParquetRows() {}

    /** All rows of a file. */
    public static List<Map<String, Object>> read(Path file) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        forEach(file, rows::add);
        return rows;
    }

    /** The rows of a file, one after the other. */
    public static void forEach(Path file, Consumer<Map<String, Object>> consumer) throws IOException {
        try (ParquetReader<Group> reader = new Builder(new LocalInputFile(file))
                .withCodecFactory(new Decompressors())
                .build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                consumer.accept(values(row));
            }
        }
    }

    private static Map<String, Object> values(Group group) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int field = 0; field < group.getType().getFieldCount(); field++) {
            if (group.getFieldRepetitionCount(field) > 0) {
                values.put(group.getType().getFieldName(field), value(group, field));
            }
        }
        return values;
    }

    private static Object value(Group group, int field) {
        Type type = group.getType().getType(field);
        if (type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation) {
            return list(group.getGroup(field, 0));
        }
        if (!type.isPrimitive()) {
            return values(group.getGroup(field, 0));
        }
        return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> group.getBoolean(field, 0);
            case INT32 -> (long) group.getInteger(field, 0);
            case INT64 -> group.getLong(field, 0);
            case FLOAT -> group.getFloat(field, 0);
            case DOUBLE -> group.getDouble(field, 0);
            case BINARY -> group.getBinary(field, 0).toStringUsingUTF8();
            case INT96, FIXED_LEN_BYTE_ARRAY -> throw new AssertionError(type + " is never written");
        };
    }

    private static List<@Nullable Object> list(Group list) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int place = 0; place < list.getFieldRepetitionCount(0); place++) {
            Group element = list.getGroup(0, place);
            values.add(element.getFieldRepetitionCount(0) == 0 ? null : value(element, 0));
        }
        return values;
    }

    private static final class Builder extends ParquetReader.Builder<Group> {
        Builder(InputFile file) {
            super(file, new PlainParquetConfiguration());
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }

    /** Without Hadoop, which Parquet's own codecs want. */
    private static final class Decompressors implements CompressionCodecFactory {
        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
            return new Decompressor();
        }

        @Override
        public void release() {}
    }

    private static final class Decompressor implements CompressionCodecFactory.BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            BufferedInputStream in = new BufferedInputStream(bytes.toInputStream());
            byte[] plain = Compression.ofContent(in).decompress(in).readAllBytes();
            assertThat(plain).hasSize(size);
            return BytesInput.from(plain);
        }

        @Override
        public void decompress(ByteBuffer from, int fromSize, ByteBuffer to, int toSize) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void release() {}
    }
}
