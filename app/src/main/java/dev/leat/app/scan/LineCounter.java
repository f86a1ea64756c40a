package dev.leat.app.scan;

import dev.leat.app.file.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Counts documents that are lines, plain or compressed. */
public enum LineCounter implements DocumentCounter {
    /** A line each. */
    LINES,
    /** A line each that is not in quotes, after one of names. */
    CSV;

    private static final int BLOCK = 1 << 16;

    @Override
    public long count(Path file, InputStream in) throws IOException {
        InputStream plain = Compression.ofContent(in).decompress(in);
        byte[] block = new byte[BLOCK];
        boolean quoted = false;
        long lines = 0;
        for (int read = plain.read(block); read >= 0; read = plain.read(block)) {
            for (int i = 0; i < read; i++) {
                if (block[i] == '"' && this == CSV) {
                    quoted = !quoted;
                } else if (block[i] == '\n' && !quoted) {
                    lines++;
                }
            }
        }
        return this == CSV && lines > 0 ? lines - 1 : lines;
    }
}
