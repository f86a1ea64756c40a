package dev.leat.app.load;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream into lines without copying them: the current line is a range of the buffer, valid until the next call. A
 * byte order mark at the start, carriage returns at line ends and blank lines are skipped. Memory: a block of 1 MB, more
 * only for a line that is longer. Not thread-safe.
 */
final class LineReader {

    private static final int BLOCK = 1 << 20;

    private final InputStream in;
    private final int longest;
    private byte[] buffer = new byte[BLOCK];
    private int filled;
    private int next;
    private boolean atEnd;
    private int lineStart;
    private int lineEnd;
    private long consumed;
    private long lineOffset;
    private long lineNumber;

    /**
     * @param offset where in the whole the stream begins, if an earlier part is left out
     * @param line how many lines were left out
     * @param longest the most bytes that a line may have
     */
    LineReader(InputStream in, long offset, long line, int longest) {
        this.in = in;
        this.consumed = offset;
        this.lineNumber = line;
        this.longest = longest;
    }

    /**
     * Goes to the next line that is not blank.
     *
     * @return false at the end
     * @throws MalformedLineException when the line is too long; the reading cannot go on then
     */
    boolean advance() throws IOException, MalformedLineException {
        do {
            int end = findEnd();
            if (end < 0) {
                return false;
            }
            lineNumber++;
            lineStart = next;
            lineOffset = consumed;
            boolean terminated = end < filled;
            next = terminated ? end + 1 : end;
            consumed += next - lineStart;
            lineEnd = end > lineStart && buffer[end - 1] == '\r' ? end - 1 : end;
            skipByteOrderMark();
        } while (isBlank());
        return true;
    }

    /** Where the line that begins at {@code next} ends: at its line feed or at the end of all; -1 when there is none. */
    private int findEnd() throws IOException, MalformedLineException {
        int from = next;
        while (true) {
            for (int at = from; at < filled; at++) {
                if (buffer[at] == '\n') {
                    return at;
                }
            }
            int seen = filled - next;
            if (atEnd) {
                return seen == 0 ? -1 : filled;
            }
            if (seen > longest) {
                lineNumber++;
                lineOffset = consumed;
                throw new MalformedLineException("longer than " + longest / 1_000_000 + " MB, the most that fits into "
                        + "memory; LEAT_JAVA_OPTS=-Xmx1g makes room for 100 MB, which is all that Elasticsearch takes");
            }
            fill();
            from = next + seen;
        }
    }

    private void fill() throws IOException {
        if (next > 0) {
            System.arraycopy(buffer, next, buffer, 0, filled - next);
            filled -= next;
            next = 0;
        }
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read < 0) {
            atEnd = true;
        } else {
            filled += read;
        }
    }

    private void skipByteOrderMark() {
        boolean marked = lineOffset == 0
                && lineEnd - lineStart >= 3
                && (buffer[lineStart] & 0xff) == 0xef
                && (buffer[lineStart + 1] & 0xff) == 0xbb
                && (buffer[lineStart + 2] & 0xff) == 0xbf;
        if (marked) {
            lineStart += 3;
        }
    }

    private boolean isBlank() {
        for (int at = lineStart; at < lineEnd; at++) {
            if (buffer[at] != ' ' && buffer[at] != '\t' && buffer[at] != '\r') {
                return false;
            }
        }
        return true;
    }

    /** The array that holds the line. */
    byte[] buffer() {
        return buffer;
    }

    /** Where the line begins in {@link #buffer}. */
    int start() {
        return lineStart;
    }

    /** Where the line ends in {@link #buffer}, without what ends it. */
    int end() {
        return lineEnd;
    }

    /** A copy of the line. */
    byte[] copy() {
        return Arrays.copyOfRange(buffer, lineStart, lineEnd);
    }

    /** Where the line begins in the whole input, in bytes from 0. */
    long offset() {
        return lineOffset;
    }

    /** Where the next line begins in the whole input. */
    long nextOffset() {
        return consumed;
    }

    /** The number of the line, from 1; blank lines count. */
    long number() {
        return lineNumber;
    }
}
