package dev.leat.sources.extract;

import org.apache.tika.exception.WriteLimitReachedException;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Collects the characters of a document up to a limit, with blanks tidied as they arrive: none at the end of a line, at
 * most one empty line in a row, no control characters.
 */
final class TextCollector extends DefaultHandler {
    private final StringBuilder text = new StringBuilder();
    private final int limit;
    private final StringBuilder pendingBlanks = new StringBuilder();
    private int pendingLines;
    private boolean full;

    TextCollector(int limit) {
        this.limit = limit;
    }

    @Override
    public void characters(char[] characters, int start, int length) throws SAXException {
        for (int i = start; i < start + length; i++) {
            accept(characters[i]);
        }
    }

    @Override
    public void ignorableWhitespace(char[] characters, int start, int length) throws SAXException {
        characters(characters, start, length);
    }

    /** Whether the limit was reached, so that text is missing. */
    boolean isFull() {
        return full;
    }

    String text() {
        int end = text.length();
        // Half of a surrogate pair is no text.
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    private void accept(char character) throws SAXException {
        if (character == '\n') {
            pendingLines++;
            pendingBlanks.setLength(0);
        } else if (character == '\r') {
            return;
        } else if (isBlank(character)) {
            // A line cannot be made of blanks only, so their number here needs a bound of its own.
            if (pendingBlanks.length() < 256) {
                pendingBlanks.append(character == '\t' ? '\t' : ' ');
            }
        } else {
            append(character);
        }
    }

    private void append(char character) throws SAXException {
        if (!text.isEmpty() && pendingLines > 0) {
            put('\n');
            if (pendingLines > 1) {
                put('\n');
            }
        }
        pendingLines = 0;
        for (int i = 0; i < pendingBlanks.length() && !text.isEmpty(); i++) {
            put(pendingBlanks.charAt(i));
        }
        pendingBlanks.setLength(0);
        put(character);
    }

    private void put(char character) throws SAXException {
        if (text.length() >= limit) {
            full = true;
            throw new WriteLimitReachedException(limit);
        }
        text.append(character);
    }

    private static boolean isBlank(char character) {
        return character <= ' ' || character == '\u00a0' || Character.isISOControl(character);
    }
}
