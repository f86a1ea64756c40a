package dev.leat.app.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Checks that a line is one JSON object (RFC 8259, strictly, in valid UTF-8) and notes where its members stand, without
 * building anything: several times as fast as a general parser, on which the speed of a load depends. Not thread-safe;
 * made to be used for many lines.
 */
final class JsonScanner {

    /** As deep as Elasticsearch goes. */
    private static final int MAX_DEPTH = 1000;

    private static final boolean[] PLAIN = new boolean[256];

    static {
        for (int c = 0x20; c < 0x80; c++) {
            PLAIN[c] = c != '"' && c != '\\';
        }
    }

    private enum Expected {
        VALUE,
        VALUE_OR_END,
        KEY,
        KEY_OR_END,
        COMMA_OR_END
    }

    private final byte[] open = new byte[MAX_DEPTH + 1];
    private byte[] json = {};
    private int start;
    private int end;
    private int[] members = new int[64];
    private int memberCount;

    /** Checks the bytes from one position up to another, and notes the members. */
    void scan(byte[] bytes, int from, int to) throws MalformedLineException {
        json = bytes;
        start = from;
        end = to;
        memberCount = 0;
        int at = space(from);
        if (at >= end || json[at] != '{') {
            throw new MalformedLineException("a JSON object is expected, from '{' to '}'");
        }
        at = space(members(at + 1));
        if (at < end) {
            throw malformed(at, "something follows the end of the object");
        }
    }

    private int members(int from) throws MalformedLineException {
        int at = space(from);
        if (peek(at) == '}') {
            return at + 1;
        }
        while (true) {
            int keyStart = at + 1;
            at = key(at);
            int keyEnd = at - 1;
            at = space(colon(at));
            int valueStart = at;
            at = value(at);
            note(keyStart, keyEnd, valueStart, at);
            at = space(at);
            byte next = peek(at);
            if (next == '}') {
                return at + 1;
            }
            if (next != ',') {
                throw malformed(at, "',' or '}' is expected");
            }
            at = space(at + 1);
        }
    }

    private void note(int keyStart, int keyEnd, int valueStart, int valueEnd) {
        int place = memberCount * 4;
        if (place + 4 > members.length) {
            members = Arrays.copyOf(members, members.length * 2);
        }
        members[place] = keyStart;
        members[place + 1] = keyEnd;
        members[place + 2] = valueStart;
        members[place + 3] = valueEnd;
        memberCount++;
    }

    /** How many members the object has. */
    int memberCount() {
        return memberCount;
    }

    /** The number of the member of that name; -1 when there is none. Names with escapes are not found. */
    int find(byte[] name) {
        for (int member = 0; member < memberCount; member++) {
            if (Arrays.equals(json, members[member * 4], members[member * 4 + 1], name, 0, name.length)) {
                return member;
            }
        }
        return -1;
    }

    /** The name of a member as it stands between its quotes. */
    String name(int member) {
        int from = members[member * 4];
        return new String(json, from, members[member * 4 + 1] - from, StandardCharsets.UTF_8);
    }

    /** The first byte of a member's value, which tells its type. */
    byte firstByte(int member) {
        return json[members[member * 4 + 2]];
    }

    /** A copy of a member's value as it stands. */
    byte[] copyValue(int member) {
        return Arrays.copyOfRange(json, members[member * 4 + 2], members[member * 4 + 3]);
    }

    private int value(int from) throws MalformedLineException {
        byte first = peek(from);
        return first == '{' || first == '[' ? container(from) : scalar(from, first);
    }

    private int container(int from) throws MalformedLineException {
        int depth = 0;
        int at = from;
        Expected expected = Expected.VALUE;
        do {
            at = space(at);
            byte next = peek(at);
            boolean closes = next == '}' || next == ']';
            if (closes && mayEnd(expected, next, depth)) {
                depth--;
                at++;
                expected = Expected.COMMA_OR_END;
            } else if (expected == Expected.COMMA_OR_END) {
                if (next != ',') {
                    throw malformed(at, open[depth] == '{' ? "',' or '}' is expected" : "',' or ']' is expected");
                }
                at++;
                expected = open[depth] == '{' ? Expected.KEY : Expected.VALUE;
            } else if (expected == Expected.KEY || expected == Expected.KEY_OR_END) {
                at = colon(key(at));
                expected = Expected.VALUE;
            } else if (next == '{' || next == '[') {
                if (++depth > MAX_DEPTH) {
                    throw malformed(at, "nested deeper than " + MAX_DEPTH + " levels");
                }
                open[depth] = next;
                at++;
                expected = next == '{' ? Expected.KEY_OR_END : Expected.VALUE_OR_END;
            } else {
                at = scalar(at, next);
                expected = Expected.COMMA_OR_END;
            }
        } while (depth > 0);
        return at;
    }

    private boolean mayEnd(Expected expected, byte next, int depth) {
        return next == '}'
                ? open[depth] == '{' && (expected == Expected.KEY_OR_END || expected == Expected.COMMA_OR_END)
                : open[depth] == '[' && (expected == Expected.VALUE_OR_END || expected == Expected.COMMA_OR_END);
    }

    private int key(int from) throws MalformedLineException {
        if (peek(from) != '"') {
            throw malformed(from, "a name in double quotes is expected");
        }
        return string(from + 1);
    }

    private int colon(int from) throws MalformedLineException {
        int at = space(from);
        if (peek(at) != ':') {
            throw malformed(at, "':' is expected");
        }
        return at + 1;
    }

    private int scalar(int from, byte first) throws MalformedLineException {
        return switch (first) {
            case '"' -> string(from + 1);
            case 't' -> word(from, "true");
            case 'f' -> word(from, "false");
            case 'n' -> word(from, "null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(from);
            default -> throw malformed(from, "a value is expected");
        };
    }

    private int word(int from, String word) throws MalformedLineException {
        for (int i = 0; i < word.length(); i++) {
            if (peek(from + i) != word.charAt(i)) {
                throw malformed(from, "a value is expected");
            }
        }
        return from + word.length();
    }

    private int number(int from) throws MalformedLineException {
        int at = json[from] == '-' ? from + 1 : from;
        if (peek(at) == '0') {
            at++;
        } else {
            at = digits(at);
        }
        if (at < end && json[at] == '.') {
            at = digits(at + 1);
        }
        if (at < end && (json[at] == 'e' || json[at] == 'E')) {
            byte sign = peek(at + 1);
            at = digits(sign == '+' || sign == '-' ? at + 2 : at + 1);
        }
        return at;
    }

    private int digits(int from) throws MalformedLineException {
        int at = from;
        while (at < end && json[at] >= '0' && json[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw malformed(from, "a digit is expected");
        }
        return at;
    }

    /** From after the opening quote to after the closing one. */
    private int string(int from) throws MalformedLineException {
        byte[] bytes = json;
        int at = from;
        while (at < end) {
            int c = bytes[at] & 0xff;
            if (PLAIN[c]) {
                at++;
            } else if (c == '"') {
                return at + 1;
            } else if (c == '\\') {
                at = escape(at + 1);
            } else if (c < 0x20) {
                throw malformed(at, "a control character stands in a string; it must be escaped");
            } else {
                at = Utf8.next(bytes, at, end);
                if (at < 0) {
                    throw malformed(-at, "not valid UTF-8");
                }
            }
        }
        throw malformed(end, "the line ends in the middle of a string");
    }

    private int escape(int from) throws MalformedLineException {
        return switch (peek(from)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> from + 1;
            case 'u' -> {
                for (int i = 1; i <= 4; i++) {
                    if (Character.digit(peek(from + i), 16) < 0) {
                        throw malformed(from + i, "four hexadecimal digits must follow \\u");
                    }
                }
                yield from + 5;
            }
            default -> throw malformed(from, "no such escape");
        };
    }

    private int space(int from) {
        int at = from;
        while (at < end && (json[at] == ' ' || json[at] == '\t' || json[at] == '\r' || json[at] == '\n')) {
            at++;
        }
        return at;
    }

    private byte peek(int at) throws MalformedLineException {
        if (at >= end) {
            throw malformed(end, "the line ends in the middle of the object");
        }
        return json[at];
    }

    private MalformedLineException malformed(int at, String what) {
        return new MalformedLineException("not valid JSON at column " + (at - start + 1) + ": " + what);
    }
}
