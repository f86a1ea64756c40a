package dev.leat.sources.mongodb;

import dev.leat.connect.Configuration;
import java.util.Locale;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;

/**
 * What to read of MongoDB, and how values are written.
 *
 * @param keepIdAs the name that a document's own field {@code id} gets; null to leave it as it is
 * @param legacyUuid who wrote binary values of subtype 3; null to leave them out
 * @param cursorOverlap how far below the last position changes are read: seconds of times, units of numbers
 * @param retries how often reading goes on after a loss, without progress between
 * @param cursorField a field that grows with every change, dots between levels; null when there is none
 */
record MongoSettings(
        String database,
        String collection,
        Dates dates,
        IdFormat idFormat,
        @Nullable String keepIdAs,
        @Nullable UuidRepresentation legacyUuid,
        int maxBinaryBytes,
        @Nullable String cursorField,
        long cursorOverlap,
        int batchSize,
        int retries) {

    /** What becomes of dates that other systems cannot hold. */
    enum Dates {
        DATETIME,
        DATETIME_CLAMP,
        DATETIME_AUTO,
        DATETIME_MS
    }

    /** How an {@code _id} becomes text. */
    enum IdFormat {
        PLAIN,
        TYPED
    }

    static MongoSettings of(Configuration configuration) {
        return new MongoSettings(
                configuration.string("database"),
                configuration.string("collection"),
                Dates.valueOf(configuration.string("datetime_conversion")),
                IdFormat.valueOf(configuration.string("id_format").toUpperCase(Locale.ROOT)),
                configuration.findString("keep_id_as").orElse(null),
                legacyUuid(configuration.string("legacy_uuid")),
                (int) configuration.integer("max_binary_kb") << 10,
                configuration.findString("cursor_field").orElse(null),
                configuration.integer("cursor_overlap"),
                (int) configuration.integer("batch_size"),
                (int) configuration.integer("retry_count"));
    }

    private static @Nullable UuidRepresentation legacyUuid(String driver) {
        return switch (driver) {
            case "python" -> UuidRepresentation.PYTHON_LEGACY;
            case "java" -> UuidRepresentation.JAVA_LEGACY;
            case "csharp" -> UuidRepresentation.C_SHARP_LEGACY;
            default -> null;
        };
    }
}
