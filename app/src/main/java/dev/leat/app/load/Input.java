package dev.leat.app.load;

import dev.leat.app.file.Compression;
import dev.leat.elastic.Progress;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens what is to be loaded: a file or a pipe, plain, gzip or zstd (told apart by content), with progress as it is read. */
final class Input {

    private static final int BLOCK = 1 << 18;

    private Input() {}

    /** A file, from that many bytes of its plain content on; not beyond the given length, should it grow meanwhile. */
    static InputStream ofFile(Path file, long length, long offset, Progress progress) throws IOException {
        InputStream raw = new Bounded(Files.newInputStream(file), length, progress);
        try {
            InputStream in = plain(new BufferedInputStream(raw, BLOCK));
            in.skipNBytes(offset);
            return in;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** A pipe; closing it leaves standard input open. */
    static InputStream ofPipe(InputStream pipe, Progress progress) throws IOException {
        BufferedInputStream in =
                new BufferedInputStream(new Bounded(new PipeInput(pipe), Long.MAX_VALUE, progress), BLOCK);
        ForeignFormat.refuse("standard input", in);
        return plain(in);
    }

    private static InputStream plain(BufferedInputStream in) throws IOException {
        return Compression.ofContent(in).decompress(in);
    }

    private static final class Bounded extends FilterInputStream {
        private final Progress progress;
        private long left;

        Bounded(InputStream in, long left, Progress progress) {
            super(in);
            this.left = left;
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = left <= 0 ? -1 : in.read(bytes, offset, (int) Math.min(length, left));
            if (read > 0) {
                left -= read;
                progress.advance(read);
            }
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = in.skip(Math.min(count, left));
            left -= skipped;
            progress.advance(skipped);
            return skipped;
        }
    }
}
