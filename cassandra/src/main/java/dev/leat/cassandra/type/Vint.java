package dev.leat.cassandra.type;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Numbers of variable length, as Cassandra's native protocol has them in durations and vectors: as many leading ones in the
 * first byte as there are bytes after it.
 */
final class Vint {
    private Vint() {}

    static long read(ByteBuffer bytes) {
        byte first = bytes.get();
        int extra = Integer.numberOfLeadingZeros(~first & 0xFF) - (Integer.SIZE - Byte.SIZE);
        long value = extra >= 7 ? 0 : first & (0xFF >>> (extra + 1));
        for (int i = 0; i < extra; i++) {
            value = (value << Byte.SIZE) | (bytes.get() & 0xFF);
        }
        return value;
    }

    static void write(long value, ByteArrayOutputStream out) {
        int significant = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
        int extra = Math.min(8, (significant - 1) / 7);
        int ones = (0xFF << (Byte.SIZE - extra)) & 0xFF;
        long top = extra >= 8 ? 0 : value >>> (extra * Byte.SIZE);
        out.write((int) (ones | top));
        for (int i = extra - 1; i >= 0; i--) {
            out.write((int) (value >>> (i * Byte.SIZE)));
        }
    }

    static long readSigned(ByteBuffer bytes) {
        long value = read(bytes);
        return (value >>> 1) ^ -(value & 1);
    }

    static void writeSigned(long value, ByteArrayOutputStream out) {
        write((value << 1) ^ (value >> (Long.SIZE - 1)), out);
    }
}
