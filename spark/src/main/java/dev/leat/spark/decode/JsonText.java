package dev.leat.spark.decode;

import org.apache.spark.unsafe.types.UTF8String;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.io.JsonStringEncoder;

/** Writes the value that a parser stands at as JSON, numbers as they are written. */
final class JsonText {

    private JsonText() {}

    static UTF8String of(JsonParser parser) {
        StringBuilder text = new StringBuilder();
        write(parser, text);
        return UTF8String.fromString(text.toString());
    }

    private static void write(JsonParser parser, StringBuilder text) {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                text.append('{');
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    separate(text);
                    quote(parser.currentName(), text);
                    text.append(':');
                    parser.nextToken();
                    write(parser, text);
                }
                text.append('}');
            }
            case START_ARRAY -> {
                text.append('[');
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    separate(text);
                    write(parser, text);
                }
                text.append(']');
            }
            case VALUE_STRING -> quote(parser.getString(), text);
            default -> text.append(parser.getString());
        }
    }

    private static void separate(StringBuilder text) {
        char last = text.charAt(text.length() - 1);
        if (last != '{' && last != '[') {
            text.append(',');
        }
    }

    private static void quote(String value, StringBuilder text) {
        text.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, text);
        text.append('"');
    }
}
