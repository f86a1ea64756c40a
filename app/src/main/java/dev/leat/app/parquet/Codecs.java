package dev.leat.app.parquet;

import com.github.luben.zstd.Zstd;
import dev.leat.app.file.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Compresses the pages of a file without Hadoop's codecs. Thread-safe. */
final class Codecs implements CompressionCodecFactory {

    private static final int ZSTD_LEVEL = 3;

    /** What Parquet calls a compression. */
    static CompressionCodecName nameOf(Compression compression) {
        return switch (compression) {
            case NONE -> CompressionCodecName.UNCOMPRESSED;
            case GZIP -> CompressionCodecName.GZIP;
            case ZSTD -> CompressionCodecName.ZSTD;
        };
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
        return new PageCompressor(name);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
        throw new UnsupportedOperationException("nothing is read here");
    }

    @Override
    public void release() {
        // Nothing is held.
    }

    private record PageCompressor(CompressionCodecName name) implements BytesInputCompressor {

        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            return switch (name) {
                case UNCOMPRESSED -> bytes;
                case ZSTD -> zstd(bytes);
                case GZIP -> gzip(bytes);
                default -> throw new UnsupportedOperationException(name + " is not written here");
            };
        }

        private static BytesInput zstd(BytesInput bytes) throws IOException {
            ByteArrayOutputStream plain = new ByteArrayOutputStream((int) bytes.size());
            bytes.writeAllTo(plain);
            return BytesInput.from(Zstd.compress(plain.toByteArray(), ZSTD_LEVEL));
        }

        private static BytesInput gzip(BytesInput bytes) throws IOException {
            ByteArrayOutputStream compressed = new ByteArrayOutputStream((int) bytes.size() / 4 + 64);
            try (OutputStream out = Compression.GZIP.compress(compressed)) {
                bytes.writeAllTo(out);
            }
            return BytesInput.from(compressed.toByteArray());
        }

        @Override
        public CompressionCodecName getCodecName() {
            return name;
        }

        @Override
        public void release() {
            // Nothing is held.
        }
    }
}
