package dev.leat.sources.sql;

import java.util.List;

/**
 * What to read of a database, and how.
 *
 * @param tables names, in any case; {@code *} stands for every ordinary table
 * @param pageRows rows of one page at most
 * @param fetchRows rows that the database hands over at a time
 * @param maxBinaryBytes binary values beyond this are left out
 * @param readers how many connections read one big table at the same time
 * @param retries how often the same page is asked for again after an outage
 */
public record SqlSettings(
        List<String> tables, int pageRows, int fetchRows, long maxBinaryBytes, int readers, int retries) {

    public SqlSettings {
        tables = List.copyOf(tables);
    }

    /** One connection for a table, and no second try. */
    public static SqlSettings of(List<String> tables, int pageRows, long maxBinaryBytes) {
        return new SqlSettings(tables, pageRows, pageRows, maxBinaryBytes, 1, 0);
    }
}
