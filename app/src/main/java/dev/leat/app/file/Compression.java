package dev.leat.app.file;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * How a file is compressed. Compressed pieces may be put one behind the other: all that is written here can be read so, by
 * {@code zcat} and {@code zstdcat} as well.
 */
public enum Compression {
    /** Not at all. */
    NONE(""),
    /** RFC 1952, at its fastest level. */
    GZIP(".gz"),
    /** RFC 8878, at its usual level 3. */
    ZSTD(".zst");

    private static final int BLOCK = 1 << 16;

    private final String extension;

    Compression(String extension) {
        this.extension = extension;
    }

    /** What names of such files end with. */
    public String extension() {
        return extension;
    }

    /** What the name of a file says. */
    public static Compression ofName(String name) {
        if (name.endsWith(GZIP.extension)) {
            return GZIP;
        }
        return name.endsWith(ZSTD.extension) || name.endsWith(".zstd") ? ZSTD : NONE;
    }

    /**
     * What the first bytes of a stream say; they are there to be read again.
     *
     * @param in one that supports {@link InputStream#mark}
     */
    public static Compression ofContent(InputStream in) throws IOException {
        in.mark(4);
        byte[] start = in.readNBytes(4);
        in.reset();
        if (begins(start, 0x1f, 0x8b)) {
            return GZIP;
        }
        return begins(start, 0x28, 0xb5, 0x2f, 0xfd) ? ZSTD : NONE;
    }

    private static boolean begins(byte[] bytes, int... with) {
        if (bytes.length < with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if ((bytes[i] & 0xff) != with[i]) {
                return false;
            }
        }
        return true;
    }

    /** The plain content; an end in the middle of a piece is an {@link IOException}. */
    public InputStream decompress(InputStream in) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(new NeverAtEnd(in), BLOCK);
            case ZSTD -> new ZstdInputStreamNoFinalizer(in);
        };
    }

    /** Compresses what is written; complete when closed, which closes the other stream too. */
    public OutputStream compress(OutputStream out) throws IOException {
        return switch (this) {
            case NONE -> out;
            case GZIP -> new FastGzip(out);
            case ZSTD -> new ZstdOutputStreamNoFinalizer(out, 3);
        };
    }

    /**
     * Of a pipe that is empty for a moment the JDK's reader would believe, between two pieces, that it is at its end: it
     * asks {@link InputStream#available}.
     */
    private static final class NeverAtEnd extends FilterInputStream {
        NeverAtEnd(InputStream in) {
            super(in);
        }

        @Override
        public int available() {
            return 1;
        }
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, BLOCK);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
