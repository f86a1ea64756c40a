package dev.leat.app.parquet;

import dev.leat.elastic.scan.Hit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The source of a document as JSON that every parser reads: Elasticsearch keeps comments, and these are left out. */
final class SourceLine {

    private SourceLine() {}

    static byte[] of(Hit hit) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(Math.max(16, hit.sourceLength()));
        try {
            hit.writeSourceLine(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toByteArray();
    }
}
