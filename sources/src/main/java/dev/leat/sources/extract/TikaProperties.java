package dev.leat.sources.extract;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.PagedText;
import org.apache.tika.metadata.TikaCoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * The few facts of a document that are handed on. A short fixed list: parsers find hundreds of properties, and every
 * one would become a field of the index.
 */
final class TikaProperties {
    private static final int MAX_LENGTH = 1_000;

    private TikaProperties() {}

    static Map<String, String> of(Metadata metadata) {
        Map<String, String> properties = new LinkedHashMap<>();
        put(properties, "title", line(metadata.get(TikaCoreProperties.TITLE)));
        put(properties, "author", line(String.join(", ", metadata.getValues(TikaCoreProperties.CREATOR))));
        put(properties, "created", instant(metadata.get(TikaCoreProperties.CREATED)));
        put(properties, "modified", instant(metadata.get(TikaCoreProperties.MODIFIED)));
        Integer pages = metadata.getInt(PagedText.N_PAGES);
        put(properties, "pages", pages == null || pages < 0 ? null : pages.toString());
        return properties;
    }

    private static void put(Map<String, String> properties, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            properties.put(name, value);
        }
    }

    private static @Nullable String line(@Nullable String value) {
        if (value == null) {
            return null;
        }
        String line = value.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        if (line.length() <= MAX_LENGTH) {
            return line;
        }
        return line.substring(0, Character.isHighSurrogate(line.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH);
    }

    /** A date that is none would make Elasticsearch refuse the document, so it is left out. */
    private static @Nullable String instant(@Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            Instant instant = value.matches(".*T.*(Z|[+-]\\d\\d:?\\d\\d)$")
                    ? OffsetDateTime.parse(value).toInstant()
                    : LocalDateTime.parse(value).toInstant(ZoneOffset.UTC);
            int year = instant.atOffset(ZoneOffset.UTC).getYear();
            return year >= 1 && year <= 9999 ? instant.toString() : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
