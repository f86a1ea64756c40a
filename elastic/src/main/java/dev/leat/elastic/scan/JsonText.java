package dev.leat.elastic.scan;

import dev.leat.elastic.internal.JsonCursor;
import dev.leat.elastic.internal.MalformedJsonException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Turns raw JSON in a byte array into what is needed of it: the text of a string, or one line. */
final class JsonText {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private JsonText() {}

    /** The text of a string, given the bytes between its quotes. */
    static String unescape(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && bytes[at] != '\\') {
            at++;
        }
        if (at == end) {
            return new String(bytes, start, end - start, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(end - start);
        int from = start;
        while (at < end) {
            if (bytes[at] != '\\') {
                at++;
                continue;
            }
            text.append(new String(bytes, from, at - from, StandardCharsets.UTF_8));
            at = appendEscape(bytes, at + 1, end, text);
            from = at;
        }
        return text.append(new String(bytes, from, end - from, StandardCharsets.UTF_8))
                .toString();
    }

    private static int appendEscape(byte[] bytes, int at, int end, StringBuilder text) {
        if (at >= end) {
            throw new MalformedJsonException("an escape is cut off", at);
        }
        switch (bytes[at]) {
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'u' -> {
                text.append(unicode(bytes, at + 1, end));
                return at + 5;
            }
            default -> text.append((char) (bytes[at] & 0xFF));
        }
        return at + 1;
    }

    private static char unicode(byte[] bytes, int at, int end) {
        int code = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = i < end ? Character.digit(bytes[i], 16) : -1;
            if (digit < 0) {
                throw new MalformedJsonException("an escape is cut off", i);
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }

    /**
     * Writes a JSON value without line breaks: those outside of strings and comments are left out, raw control
     * characters within strings are escaped, and all else is kept byte for byte.
     */
    static void writeLine(byte[] bytes, int start, int end, OutputStream out) throws IOException {
        boolean inString = false;
        int kept = start;
        int at = start;
        while (at < end) {
            byte next = bytes[at];
            if (inString) {
                if (next == '\\') {
                    at++;
                } else if (next == '"') {
                    inString = false;
                } else if (next >= 0 && next < ' ') {
                    out.write(bytes, kept, at - kept);
                    writeEscape(next, out);
                    kept = at + 1;
                }
                at++;
            } else if (next == '\n' || next == '\r' || next == '/') {
                out.write(bytes, kept, at - kept);
                at = next == '/' ? JsonCursor.pastComment(bytes, at, end) : at + 1;
                kept = at;
            } else {
                inString = next == '"';
                at++;
            }
        }
        out.write(bytes, kept, end - kept);
    }

    private static void writeEscape(byte control, OutputStream out) throws IOException {
        out.write(new byte[] {'\\', 'u', '0', '0', HEX[control >> 4], HEX[control & 0xF]});
    }
}
