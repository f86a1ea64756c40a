package dev.leat.sources.sql;

import java.nio.charset.StandardCharsets;

/**
 * How a value is written in an id of the joined format: as the texts of Python's values are, for that is what existing
 * indices have.
 */
public enum IdText {
    /** As it is; it may have a {@code _}. */
    PLAIN,
    /** As it is, and without {@code _}: numbers, UUIDs. */
    NARROW,
    /** {@code True} and {@code False}. */
    BOOLEAN,
    /** With a blank between date and time, six digits of a fraction, and an offset. */
    DATE_TIME,
    /** As {@link #DATE_TIME}, without the offset that the value has. */
    LOCAL_TIME,
    /** {@code b'\x00a'}. */
    BINARY;

    String of(Object value) {
        return switch (this) {
            case PLAIN, NARROW -> value.toString();
            case BOOLEAN -> value.equals(true) ? "True" : "False";
            case DATE_TIME -> dateTime(value.toString());
            case LOCAL_TIME -> dateTime(value.toString().replace("Z", ""));
            case BINARY -> value instanceof byte[] bytes ? literal(bytes) : value.toString();
        };
    }

    /** Whether the text may have the character that joins the parts of an id. */
    boolean mayHaveUnderscore() {
        return this == PLAIN || this == BINARY;
    }

    private static String dateTime(String iso) {
        boolean utc = iso.endsWith("Z");
        String local = (utc ? iso.substring(0, iso.length() - 1) : iso).replace('T', ' ');
        int dot = local.lastIndexOf('.');
        String padded = dot < 0 ? local : local + "0".repeat(Math.max(0, dot + 7 - local.length()));
        return utc ? padded + "+00:00" : padded;
    }

    private static String literal(byte[] bytes) {
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        char quote = latin.indexOf('\'') >= 0 && latin.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder text = new StringBuilder("b").append(quote);
        for (int i = 0; i < latin.length(); i++) {
            char c = latin.charAt(i);
            if (c == quote || c == '\\') {
                text.append('\\').append(c);
            } else if (c == '\t') {
                text.append("\\t");
            } else if (c == '\n') {
                text.append("\\n");
            } else if (c == '\r') {
                text.append("\\r");
            } else if (c < ' ' || c >= 0x7f) {
                text.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                text.append(c);
            }
        }
        return text.append(quote).toString();
    }
}
