package dev.leat.datastore.mapping;

import java.util.Arrays;

/** The way from the root of a document to the value at hand, so that a problem can name its place. Not thread-safe. */
final class Trail {
    /** Deeper documents are refused: they are loops, or would overflow a stack, ours or the server's. */
    static final int DEEPEST = 100;

    private Object[] segments = new Object[8];
    private int depth;

    void enter(Object segment) {
        if (depth == segments.length) {
            segments = Arrays.copyOf(segments, depth * 2);
        }
        segments[depth++] = segment;
    }

    void leave() {
        depth--;
    }

    boolean isTooDeep() {
        return depth > DEEPEST;
    }

    /** Such as {@code files[2].sha256}; empty at the root. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            if (segments[i] instanceof Integer index) {
                text.append('[').append(index).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(printable(segments[i].toString()));
            }
        }
        return text.toString();
    }

    /** Keys of maps are data: a message shows them on one line, and not whole if they are long. */
    private static String printable(String key) {
        String shown = key.length() > 100 ? key.substring(0, 100) + "…" : key;
        return shown.codePoints()
                .map(point -> Character.isISOControl(point) ? '?' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
