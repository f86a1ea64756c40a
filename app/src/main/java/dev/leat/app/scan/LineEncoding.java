package dev.leat.app.scan;

import dev.leat.app.file.Compression;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Documents as lines.
 *
 * @param extension of what is not compressed, such as {@code .ndjson}
 * @param counter of what was decompressed
 */
public record LineEncoding(PageFormat format, Compression compression, String extension, LineCounter counter)
        implements Encoding {

    /** A JSON document a line. */
    public static LineEncoding ndjson(NdjsonFormat format, Compression compression) {
        return new LineEncoding(format, compression, ".ndjson", LineCounter.LINES);
    }

    /** A table. */
    public static LineEncoding csv(CsvFormat format, Compression compression) {
        return new LineEncoding(format, compression, ".csv", LineCounter.CSV);
    }

    @Override
    public PageSink open(OutputStream out) throws IOException {
        LineSink sink = new LineSink(format, compression, out);
        sink.writeHeader();
        return sink;
    }

    @Override
    public String extension() {
        return extension + compression.extension();
    }

    @Override
    public List<String> leftOut() {
        return format.leftOut();
    }
}
