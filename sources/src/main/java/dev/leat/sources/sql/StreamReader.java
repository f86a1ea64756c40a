package dev.leat.sources.sql;

import dev.leat.connect.SourceDocument;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads what a query finds once, from the first row to the last. For one thread. */
final class StreamReader {
    private static final long PAGE_BYTES = 1L << 20;

    private final Session session;
    private final RowDocuments documents;
    private final SqlSettings settings;

    StreamReader(Session session, RowDocuments documents, SqlSettings settings) {
        this.session = session;
        this.documents = documents;
        this.settings = settings;
    }

    void read(RowQuery query, Courier courier) throws SQLException, InterruptedException {
        Connection connection = session.connection();
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            session.running(statement);
            for (int i = 0; i < query.parameters().size(); i++) {
                statement.setObject(i + 1, query.parameters().get(i));
            }
            statement.setFetchSize(settings.fetchRows());
            try (ResultSet result = statement.executeQuery()) {
                List<SourceDocument> page = new ArrayList<>();
                while (result.next()) {
                    page.add(documents.of(result));
                    if (page.size() >= settings.pageRows() || documents.bytes() >= PAGE_BYTES) {
                        deliver(page, courier);
                        page = new ArrayList<>();
                    }
                }
                deliver(page, courier);
            }
        } finally {
            session.idle();
        }
    }

    private void deliver(List<SourceDocument> page, Courier courier) throws InterruptedException {
        documents.takeBytes();
        courier.deliver(new Delivery.Page(0, page, KeyRange.ALL, Delivery.Place.LOST));
    }
}
