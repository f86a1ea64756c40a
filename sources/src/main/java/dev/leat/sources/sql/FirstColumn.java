package dev.leat.sources.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What small queries give in their first column, as texts without nulls. */
public final class FirstColumn {

    private FirstColumn() {}

    /** Of the first row that has a value; null when there is none. */
    public static @Nullable String first(Connection connection, String query) throws SQLException {
        List<String> all = all(connection, query);
        return all.isEmpty() ? null : all.getFirst();
    }

    /** Of all rows. */
    public static List<String> all(Connection connection, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String text = rows.getString(1);
                if (text != null) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }
}
