package dev.leat.elastic.bulk;

/** The inside of a JSON string in UTF-8, for texts of any content: quotes, control characters, lone surrogates. */
final class JsonText {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    /** An escape such as {@code \}{@code u001f}: the longest form that one char can take. */
    static final int MAX_BYTES_PER_CHAR = 6;

    private JsonText() {}

    /** How many bytes {@link #write} makes of it. */
    static int length(String text) {
        int length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                if (c < 0x800) {
                    length += 1;
                } else if (isPair(text, i)) {
                    length += 2;
                    i++;
                } else {
                    length += Character.isSurrogate(c) ? 5 : 2;
                }
            } else if (c < 0x20) {
                length += 5;
            } else if (c == '"' || c == '\\') {
                length += 1;
            }
        }
        return length;
    }

    /**
     * Writes the text at a position that has {@link #MAX_BYTES_PER_CHAR} bytes of room for each of its chars.
     *
     * @return the position after it
     */
    static int write(String text, byte[] target, int position) {
        int at = position;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
                target[at++] = (byte) c;
            } else if (c >= 0x80 && isPair(text, i)) {
                at = writeFourBytes(Character.toCodePoint(c, text.charAt(++i)), target, at);
            } else {
                at = writeSpecial(c, target, at);
            }
        }
        return at;
    }

    private static int writeSpecial(char c, byte[] target, int position) {
        int at = position;
        if (c == '"' || c == '\\') {
            target[at++] = '\\';
            target[at++] = (byte) c;
        } else if (c < 0x20 || Character.isSurrogate(c)) {
            target[at++] = '\\';
            target[at++] = 'u';
            for (int shift = 12; shift >= 0; shift -= 4) {
                target[at++] = HEX[(c >> shift) & 0xf];
            }
        } else if (c < 0x800) {
            target[at++] = (byte) (0xc0 | (c >> 6));
            target[at++] = (byte) (0x80 | (c & 0x3f));
        } else {
            target[at++] = (byte) (0xe0 | (c >> 12));
            target[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
            target[at++] = (byte) (0x80 | (c & 0x3f));
        }
        return at;
    }

    private static int writeFourBytes(int codePoint, byte[] target, int position) {
        target[position] = (byte) (0xf0 | (codePoint >> 18));
        target[position + 1] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
        target[position + 2] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
        target[position + 3] = (byte) (0x80 | (codePoint & 0x3f));
        return position + 4;
    }

    private static boolean isPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }
}
