package dev.leat.testing;

import java.util.ArrayList;
import java.util.List;

/** Finds the parts of a JSON text without reading it into objects, so that what is not touched stays as it was. */
final class JsonText {
    private JsonText() {}

    /** Where the value of a key of the outermost object starts; -1 if it has no such key. */
    static int valueOf(String text, String key) {
        int position = skipBlanks(text, 0);
        if (position >= text.length() || text.charAt(position) != '{') {
            return -1;
        }
        position = skipBlanks(text, position + 1);
        while (position < text.length() && text.charAt(position) == '"') {
            int end = end(text, position);
            String name = text.substring(position + 1, end - 1);
            int value = skipBlanks(text, skipBlanks(text, end) + 1);
            if (name.equals(key)) {
                return value;
            }
            position = skipBlanks(text, end(text, value));
            if (position >= text.length() || text.charAt(position) != ',') {
                return -1;
            }
            position = skipBlanks(text, position + 1);
        }
        return -1;
    }

    /** The texts of the elements of the list that starts there. */
    static List<String> elements(String text, int list) {
        List<String> elements = new ArrayList<>();
        int position = skipBlanks(text, list + 1);
        while (position < text.length() && text.charAt(position) != ']') {
            int end = end(text, position);
            elements.add(text.substring(position, end));
            position = skipBlanks(text, end);
            if (position < text.length() && text.charAt(position) == ',') {
                position = skipBlanks(text, position + 1);
            }
        }
        return elements;
    }

    /** Where the value that starts there has ended. */
    static int end(String text, int start) {
        char first = text.charAt(start);
        if (first == '"') {
            return endOfString(text, start);
        }
        int position = start;
        if (first != '{' && first != '[') {
            while (position < text.length() && ",]} \t\r\n".indexOf(text.charAt(position)) < 0) {
                position++;
            }
            return position;
        }
        int depth = 0;
        while (true) {
            char character = text.charAt(position);
            if (character == '"') {
                position = endOfString(text, position);
                continue;
            }
            position++;
            if (character == '{' || character == '[') {
                depth++;
            } else if ((character == '}' || character == ']') && --depth == 0) {
                return position;
            }
        }
    }

    private static int endOfString(String text, int start) {
        int position = start + 1;
        while (text.charAt(position) != '"') {
            position += text.charAt(position) == '\\' ? 2 : 1;
        }
        return position + 1;
    }

    private static int skipBlanks(String text, int start) {
        int position = start;
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        return position;
    }
}
