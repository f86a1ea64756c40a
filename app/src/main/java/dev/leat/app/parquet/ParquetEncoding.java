package dev.leat.app.parquet;

import dev.leat.app.file.Compression;
import dev.leat.app.scan.CountingStream;
import dev.leat.app.scan.DocumentCounter;
import dev.leat.app.scan.Encoding;
import dev.leat.app.scan.LeftOut;
import dev.leat.app.scan.PageSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;

/**
 * Documents as rows of Parquet files. Memory: a file under way holds a group of rows, which is written and begun anew when
 * it has the given size. Thread-safe.
 */
public final class ParquetEncoding implements Encoding {

    /** Of a page, the unit of reading and compressing, where groups of rows are large enough. */
    private static final int MOST_PAGE_BYTES = 1 << 20;

    private static final int PAGES_IN_A_GROUP = 16;

    /** How often the size is looked at: large documents may follow upon small ones. */
    private static final int MOST_ROWS_UNSEEN = 16;

    private final ParquetSchema schema;
    private final Compression compression;
    private final long groupBytes;
    private final LeftOut leftOut = new LeftOut();
    private final RowReader reader;

    /** @param groupBytes how large a group of rows may become in memory, before it is compressed */
    public ParquetEncoding(ParquetSchema schema, Compression compression, long groupBytes) {
        this.schema = schema;
        this.compression = compression;
        this.groupBytes = groupBytes;
        this.reader = new RowReader(schema.columns(), schema.onMismatch(), leftOut);
    }

    @Override
    public PageSink open(OutputStream out) throws IOException {
        return sink(out);
    }

    ParquetSink sink(OutputStream out) throws IOException {
        CountingStream counted = new CountingStream(out);
        int page = (int) Math.min(MOST_PAGE_BYTES, groupBytes / PAGES_IN_A_GROUP);
        ParquetWriter<Row> writer = new Builder(new StreamFile(counted), schema)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new Codecs())
                .withCompressionCodec(Codecs.nameOf(compression))
                .withRowGroupSize(groupBytes)
                .withPageSize(page)
                .withDictionaryPageSize(page)
                .withMinRowCountForPageSizeCheck(1)
                .withMaxRowCountForPageSizeCheck(MOST_ROWS_UNSEEN)
                .build();
        return new ParquetSink(reader, counted, writer);
    }

    @Override
    public String extension() {
        return ".parquet";
    }

    @Override
    public DocumentCounter counter() {
        return new RowCounter();
    }

    @Override
    public List<String> leftOut() {
        return leftOut.names();
    }

    private static final class Builder extends ParquetWriter.Builder<Row, Builder> {
        private final ParquetSchema schema;

        Builder(OutputFile file, ParquetSchema schema) {
            super(file);
            this.schema = schema;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // There is no way around it.
        protected WriteSupport<Row> getWriteSupport(Configuration configuration) {
            return new RowWriter(schema);
        }

        @Override
        protected WriteSupport<Row> getWriteSupport(ParquetConfiguration configuration) {
            return new RowWriter(schema);
        }
    }
}
