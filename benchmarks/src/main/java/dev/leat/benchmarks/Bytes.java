package dev.leat.benchmarks;

/** Finds bytes in bytes. */
final class Bytes {

    private Bytes() {}

    /** Where the pattern begins first within the range; -1 if it does not. */
    static int indexOf(byte[] bytes, int from, int to, byte[] pattern) {
        for (int i = from; i <= to - pattern.length; i++) {
            if (matches(bytes, i, pattern)) {
                return i;
            }
        }
        return -1;
    }

    /** Where the pattern begins last before that place; -1 if it does not. */
    static int lastIndexOf(byte[] bytes, int to, byte[] pattern) {
        for (int i = to - pattern.length; i >= 0; i--) {
            if (matches(bytes, i, pattern)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] bytes, int at, byte[] pattern) {
        for (int i = 0; i < pattern.length; i++) {
            if (bytes[at + i] != pattern[i]) {
                return false;
            }
        }
        return true;
    }

    /** Where the JSON object that begins there ends: just behind its closing brace. */
    static int endOfObject(byte[] json, int start) {
        int depth = 0;
        boolean inString = false;
        for (int i = start; ; i++) {
            byte next = json[i];
            if (inString) {
                if (next == '\\') {
                    i++;
                } else if (next == '"') {
                    inString = false;
                }
            } else if (next == '"') {
                inString = true;
            } else if (next == '{' || next == '[') {
                depth++;
            } else if (next == '}' || next == ']') {
                depth--;
                if (depth == 0) {
                    return i + 1;
                }
            }
        }
    }
}
