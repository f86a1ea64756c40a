package dev.leat.sources.sql;

import java.util.List;

/**
 * What to read of a database.
 *
 * @param tables names, in any case; {@code *} stands for every ordinary table
 * @param pageRows rows of one page at most
 * @param maxBinaryBytes binary values beyond this are left out
 */
public record SqlSettings(List<String> tables, int pageRows, long maxBinaryBytes) {
    public SqlSettings {
        tables = List.copyOf(tables);
    }
}
