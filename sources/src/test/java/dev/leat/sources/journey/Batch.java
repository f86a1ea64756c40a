package dev.leat.sources.journey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One statement for each entry, all in one transaction. */
public final class Batch {

    private Batch() {}

    /**
     * Runs it, and closes the connection.
     *
     * @param statement with {@code %s} for the table, which is the scope of the entry
     */
    public static void run(
            Connection fresh, String statement, Collection<Entry> entries, Function<Entry, Object[]> values)
            throws SQLException {
        try (Connection connection = fresh) {
            connection.setAutoCommit(false);
            Map<String, List<Entry>> byTable = entries.stream().collect(Collectors.groupingBy(Entry::scope));
            for (Map.Entry<String, List<Entry>> table : byTable.entrySet()) {
                try (PreparedStatement prepared = connection.prepareStatement(statement.formatted(table.getKey()))) {
                    for (Entry entry : table.getValue()) {
                        Object[] row = values.apply(entry);
                        for (int i = 0; i < row.length; i++) {
                            prepared.setObject(i + 1, row[i]);
                        }
                        prepared.addBatch();
                    }
                    prepared.executeBatch();
                }
            }
            connection.commit();
        }
    }
}
