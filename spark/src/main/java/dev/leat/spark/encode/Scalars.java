package dev.leat.spark.encode;

import dev.leat.elastic.Json;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Writes text and numbers, exactly or with a complaint. */
final class Scalars {

    private Scalars() {}

    static void write(String path, float number, Writing writing) {
        if (Float.isFinite(number)) {
            writing.json().writeNumber(number);
        } else {
            writeNoNumber(path, Float.toString(number), writing);
        }
    }

    static void write(String path, double number, Writing writing) {
        if (Double.isFinite(number)) {
            writing.json().writeNumber(number);
        } else {
            writeNoNumber(path, Double.toString(number), writing);
        }
    }

    private static void writeNoNumber(String path, String name, Writing writing) {
        writing.complain(path, "is " + name + ", which is no number in JSON");
        writing.json().writeString(name);
    }

    static void write(Decimal number, Writing writing) {
        writing.json().writeNumber(number.toJavaBigDecimal().toPlainString());
    }

    static void write(String path, UTF8String text, Writing writing) {
        writing.json().writeString(text(path, text, writing));
    }

    static String text(String path, UTF8String text, Writing writing) {
        if (!text.isValid()) {
            writing.complain(path, "is text that is not valid UTF-8");
        }
        return text.toString();
    }

    static void writeJson(String path, UTF8String text, Writing writing) {
        String json = text(path, text, writing);
        if (isJson(json)) {
            writing.json().writeRawValue(json);
        } else {
            writing.complain(path, "is no JSON");
            writing.json().writeString(json);
        }
    }

    /** As the reader has it: JSON where it is some, and a string otherwise. */
    static void writeJsonOrText(String path, UTF8String text, Writing writing) {
        String json = text(path, text, writing);
        if (isJson(json)) {
            writing.json().writeRawValue(json);
        } else {
            writing.json().writeString(json);
        }
    }

    private static boolean isJson(String text) {
        try (JsonParser parser = Json.MAPPER.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return false;
            }
            parser.skipChildren();
            if (first.isScalarValue()) {
                // A string is looked at no further than its first quote before somebody asks for it.
                parser.getString();
            }
            return parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }
}
