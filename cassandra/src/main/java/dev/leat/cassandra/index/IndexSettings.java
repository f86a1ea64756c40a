package dev.leat.cassandra.index;

import dev.leat.cassandra.sync.NewFields;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which index a table is kept in step with, and how its documents are understood.
 *
 * @param index the name of an index, or of an alias of one
 * @param access whether the index may be made and written to
 * @param overrides mappings, as JSON, that stand in for those of columns of that name when the index is made
 * @param versionColumn the column that says when a document was edited; null when none does
 * @param versionUnit what that column counts if it is a number
 * @param sourceId documents whose field {@code source} has this value come from Cassandra and are kept out of it; null
 *     when there is no such rule
 * @param newFields what becomes of fields that are in no column; {@code source} is none where there is a rule for it
 */
public record IndexSettings(
        String index,
        Access access,
        Map<String, String> overrides,
        @Nullable String versionColumn,
        ChronoUnit versionUnit,
        @Nullable String sourceId,
        NewFields newFields) {

    public IndexSettings {
        overrides = Map.copyOf(overrides);
    }

    /** An index that is made when it is missing, without version column and rule for sources; new fields are ignored. */
    public static IndexSettings of(String index) {
        return new IndexSettings(index, Access.READ_WRITE, Map.of(), null, ChronoUnit.MILLIS, null, NewFields.IGNORE);
    }

    public IndexSettings withAccess(Access access) {
        return new IndexSettings(index, access, overrides, versionColumn, versionUnit, sourceId, newFields);
    }

    public IndexSettings withOverrides(Map<String, String> overrides) {
        return new IndexSettings(index, access, overrides, versionColumn, versionUnit, sourceId, newFields);
    }

    /**
     * The same with a version column.
     *
     * @param unit {@code SECONDS}, {@code MILLIS} or {@code MICROS}; of no meaning for times and version-1 UUIDs
     */
    public IndexSettings withVersionColumn(String column, ChronoUnit unit) {
        return new IndexSettings(index, access, overrides, column, unit, sourceId, newFields);
    }

    public IndexSettings withSourceId(String sourceId) {
        return new IndexSettings(index, access, overrides, versionColumn, versionUnit, sourceId, newFields);
    }

    public IndexSettings withNewFields(NewFields newFields) {
        return new IndexSettings(index, access, overrides, versionColumn, versionUnit, sourceId, newFields);
    }
}
