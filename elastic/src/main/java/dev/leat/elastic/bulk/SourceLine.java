package dev.leat.elastic.bulk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Makes a JSON source fit one line, as the bulk format demands; almost always it does already. */
final class SourceLine {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private SourceLine() {}

    /** The same array if it has no line break, a copy with blanks instead, or null when a break is within a string. */
    static byte @Nullable [] of(byte[] source) {
        int first = firstBreak(source);
        return first < 0 ? source : squeezed(source);
    }

    /** Eight bytes at a time: every byte of every document passes here. */
    private static int firstBreak(byte[] source) {
        int position = 0;
        for (; position <= source.length - Long.BYTES; position += Long.BYTES) {
            long zeroWhereBreak = (long) LONGS.get(source, position) ^ ('\n' * ONES);
            if (((zeroWhereBreak - ONES) & ~zeroWhereBreak & HIGH_BITS) != 0) {
                break;
            }
        }
        for (; position < source.length; position++) {
            if (source[position] == '\n') {
                return position;
            }
        }
        return -1;
    }

    private static byte @Nullable [] squeezed(byte[] source) {
        byte[] line = source.clone();
        boolean inString = false;
        for (int i = 0; i < line.length; i++) {
            switch (line[i]) {
                case '"' -> inString = !inString;
                case '\\' -> i += inString ? 1 : 0;
                case '\n' -> {
                    if (inString) {
                        return null;
                    }
                    line[i] = ' ';
                }
                default -> {}
            }
        }
        return line;
    }
}
