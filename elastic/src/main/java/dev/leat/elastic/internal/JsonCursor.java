package dev.leat.elastic.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Walks over JSON in a byte array and builds nothing from it, so that documents can be handed on as they are. It checks
 * the structure only as far as it needs it: strings and brackets.
 *
 * <p>Elasticsearch stores documents that hold comments or begin with a byte order mark, and puts them into its answers
 * as they are (tried on 9.4.3), so both are skipped here wherever white space may stand. Not thread-safe.
 */
public final class JsonCursor {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    /** Of the largest long. */
    private static final int MOST_DIGITS = 19;

    /** What a byte outside of strings means for skipping: nothing, unless it is listed here. */
    private static final byte[] KINDS = new byte[256];

    private static final byte QUOTE = 1;
    private static final byte OPEN = 2;
    private static final byte CLOSE = 3;
    private static final byte LINE_BREAK = 4;
    private static final byte SLASH = 5;
    private static final byte NOT_JSON = 6;

    static {
        Arrays.fill(KINDS, 0, ' ', NOT_JSON);
        KINDS['\t'] = 0;
        KINDS['\n'] = LINE_BREAK;
        KINDS['\r'] = LINE_BREAK;
        KINDS['"'] = QUOTE;
        KINDS['{'] = OPEN;
        KINDS['['] = OPEN;
        KINDS['}'] = CLOSE;
        KINDS[']'] = CLOSE;
        KINDS['/'] = SLASH;
    }

    private final byte[] bytes;
    private final int end;
    private int position;
    private int keyStart;
    private int keyEnd;
    private boolean untidy;

    /** Begins at one position and goes no further than another. */
    public JsonCursor(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    /** The position of the next byte. */
    public int position() {
        return position;
    }

    /** Forgets what {@link #isUntidy()} has seen. */
    public void tidy() {
        untidy = false;
    }

    /** Whether line breaks, comments or raw control characters were passed since {@link #tidy()}. */
    public boolean isUntidy() {
        return untidy;
    }

    /** The next byte that means something, which is not passed; 0 at the end. */
    public byte peek() {
        while (position < end) {
            byte next = bytes[position];
            if (next > ' ' && next != '/') {
                return next;
            }
            switch (next) {
                case ' ', '\t' -> position++;
                case '\n', '\r' -> {
                    untidy = true;
                    position++;
                }
                case '/' -> position = pastComment(bytes, position, end);
                case (byte) 0xEF -> passByteOrderMark();
                default -> throw new MalformedJsonException("there is no JSON", position);
            }
        }
        return 0;
    }

    /** Passes that byte if it is the next one. */
    public boolean accept(char wanted) {
        if (peek() == wanted) {
            position++;
            return true;
        }
        return false;
    }

    /** Passes that byte, which must be the next one. */
    public void expect(char wanted) {
        if (!accept(wanted)) {
            throw new MalformedJsonException("'" + wanted + "' is missing", position);
        }
    }

    /** Passes any value. */
    public void skipValue() {
        switch (peek()) {
            case '"' -> position = pastString(position + 1);
            case '{', '[' -> position = pastContainer(position + 1);
            default -> skipScalar();
        }
    }

    /** Passes a string; its contents are the bytes between {@link #position()} before + 1 and after - 1. */
    public void skipString() {
        if (peek() != '"') {
            throw new MalformedJsonException("a string is missing", position);
        }
        position = pastString(position + 1);
    }

    /** Passes a whole number and returns it. */
    public long readLong() {
        int start = startOfValue();
        skipScalar();
        boolean negative = bytes[start] == '-';
        int first = negative ? start + 1 : start;
        if (first == position || position - first > MOST_DIGITS) {
            throw new MalformedJsonException("a whole number is missing", start);
        }
        long value = 0;
        for (int at = first; at < position; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                throw new MalformedJsonException("a whole number is missing", start);
            }
            value = value * 10 + digit;
        }
        if (value < 0) {
            throw new MalformedJsonException("a whole number is too large", start);
        }
        return negative ? -value : value;
    }

    /** Moves to the next key of the object that this is in and passes it; false, past the end, when there is none. */
    public boolean nextKey() {
        if (accept('}')) {
            return false;
        }
        accept(',');
        keyStart = startOfValue() + 1;
        skipString();
        keyEnd = position - 1;
        expect(':');
        return true;
    }

    /** The length in bytes of the key that was passed last. */
    public int keyLength() {
        return keyEnd - keyStart;
    }

    /** Whether the key that was passed last is this one; a key with escapes is taken as it stands. */
    public boolean isKey(byte[] name) {
        return Arrays.equals(bytes, keyStart, keyEnd, name, 0, name.length);
    }

    /** Passes {@code true} or {@code false} and says which it was. */
    public boolean readBoolean() {
        int start = startOfValue();
        skipScalar();
        return position - start == 4 && bytes[start] == 't';
    }

    /** Passes white space; returns where the next value begins. */
    public int startOfValue() {
        if (peek() == 0) {
            throw new MalformedJsonException("a value is missing", position);
        }
        return position;
    }

    private void skipScalar() {
        int start = position;
        while (position < end) {
            byte next = bytes[position];
            if (next <= ' ' || next == ',' || next == '}' || next == ']' || next == '/' || next == ':') {
                break;
            }
            position++;
        }
        if (position == start) {
            throw new MalformedJsonException("a value is missing", start);
        }
    }

    /** The position after the bracket that closes the one before {@code from}. */
    private int pastContainer(int from) {
        int depth = 1;
        int at = from;
        while (at < end) {
            switch (KINDS[bytes[at++] & 0xFF]) {
                case QUOTE -> at = pastString(at);
                case OPEN -> depth++;
                case CLOSE -> {
                    if (--depth == 0) {
                        return at;
                    }
                }
                case LINE_BREAK -> untidy = true;
                case SLASH -> {
                    untidy = true;
                    at = pastComment(bytes, at - 1, end);
                }
                case NOT_JSON -> throw new MalformedJsonException("there is no JSON", at - 1);
                default -> {}
            }
        }
        throw new MalformedJsonException("a bracket is not closed", from);
    }

    /** The position after the closing quote. Looks at eight bytes at a time. */
    private int pastString(int from) {
        int at = from;
        while (at < end) {
            if (at + Long.BYTES <= end) {
                long eight = (long) LONGS.get(bytes, at);
                long found =
                        zeros(eight ^ QUOTES) | zeros(eight ^ BACKSLASHES) | ((eight - SPACES) & ~eight & HIGH_BITS);
                if (found == 0) {
                    at += Long.BYTES;
                    continue;
                }
                at += Long.numberOfTrailingZeros(found) >>> 3;
            }
            byte next = bytes[at++];
            if (next == '"') {
                return at;
            } else if (next == '\\') {
                at++;
            } else if (next >= 0 && next < ' ') {
                untidy = true;
            }
        }
        throw new MalformedJsonException("a string is not closed", from);
    }

    /** Marks the zero bytes; above the lowest mark there may be false ones. */
    private static long zeros(long eight) {
        return (eight - ONES) & ~eight & HIGH_BITS;
    }

    /** The position after the comment that begins at {@code from}: after the line, or after the closing mark. */
    public static int pastComment(byte[] bytes, int from, int end) {
        byte second = from + 1 < end ? bytes[from + 1] : 0;
        if (second == '/') {
            int at = from + 2;
            while (at < end && bytes[at] != '\n' && bytes[at] != '\r') {
                at++;
            }
            return at;
        }
        if (second == '*') {
            for (int at = from + 2; at + 1 < end; at++) {
                if (bytes[at] == '*' && bytes[at + 1] == '/') {
                    return at + 2;
                }
            }
        }
        throw new MalformedJsonException("a stray '/'", from);
    }

    private void passByteOrderMark() {
        if (position + 2 < end && bytes[position + 1] == (byte) 0xBB && bytes[position + 2] == (byte) 0xBF) {
            position += 3;
        } else {
            throw new MalformedJsonException("there is no JSON", position);
        }
    }
}
