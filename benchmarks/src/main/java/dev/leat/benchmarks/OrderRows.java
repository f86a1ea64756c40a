package dev.leat.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The documents as rows of a table {@code orders}, with a column for each field. */
final class OrderRows {

    private static final int BATCH = 1_000;

    private OrderRows() {}

    /**
     * Makes the table and fills it.
     *
     * @param types what this database calls double, timestamp and text
     */
    static void fill(Connection connection, Types types, Documents documents) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table orders (number bigint primary key, placed " + types.time()
                    + ", status varchar(20), customer varchar(20), title varchar(100), amount decimal(12, 2),"
                    + " units bigint, weight " + types.floating() + ", paid boolean, city varchar(50), body text)");
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into orders values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < documents.count(); i++) {
                add(insert, i, JsonMapper.shared().readTree(documents.document(i)));
                if (i % BATCH == BATCH - 1) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
        connection.commit();
        try (Statement statement = connection.createStatement()) {
            statement.execute("analyze " + types.table() + "orders");
        }
        connection.commit();
    }

    /** What differs. */
    record Types(String time, String floating, String table) {}

    private static void add(PreparedStatement insert, int number, JsonNode order) throws SQLException {
        insert.setLong(1, number);
        insert.setTimestamp(2, Timestamp.from(Instant.parse(order.get("at").stringValue())));
        insert.setString(3, order.get("status").stringValue());
        insert.setString(4, order.get("customer").stringValue());
        insert.setString(5, order.get("title").stringValue());
        insert.setBigDecimal(6, order.get("amount").decimalValue());
        insert.setLong(7, order.get("units").longValue());
        insert.setDouble(8, order.get("scores").get(0).doubleValue());
        insert.setBoolean(9, order.get("paid").booleanValue());
        insert.setString(10, order.get("address").get("city").stringValue());
        insert.setString(11, order.get("text").stringValue());
        insert.addBatch();
    }
}
