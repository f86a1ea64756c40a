package dev.leat.sources.sql;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.SourceException;
import dev.leat.elastic.Waiter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads one table or query into a sink: threads read, the calling one writes. Thread-safe.
 *
 * <p>A checkpoint names what is left of every range, so it is true in whatever order pages of different ranges come.
 */
final class TableReader {
    private final Dialect dialect;
    private final SqlSettings settings;
    private final Waiter waiter;

    TableReader(Dialect dialect, SqlSettings settings, Waiter waiter) {
        this.dialect = dialect;
        this.settings = settings;
        this.waiter = waiter;
    }

    /** Reads a table from a checkpoint on. */
    void read(Table table, Checkpoint from, DocumentSink sink) throws Exception {
        if (table.columns().isEmpty()) {
            throw new SourceException("The table " + table.name() + " has no columns that can be read");
        }
        DocumentShape shape = dialect.naming().of(table);
        Handover handover = new Handover(table.key(), shape.ids(), sink);
        try (Courier courier = new Courier(settings.readers())) {
            switch (table.paging()) {
                case Table.Paging.ByColumns paging -> {
                    Pages pages = new Pages(table, paging, shape, courier);
                    courier.start(() -> pages.lead(from));
                    pages.handOver(handover, sink);
                }
                case Table.Paging.Whole whole -> {
                    Session session = session(courier);
                    courier.start(() -> {
                        RowDocuments documents = documents(table, shape, changeOf(session, table));
                        new StreamReader(session, documents, settings).read(RowQuery.all(table), courier);
                    });
                    handOver(courier, handover);
                }
            }
        }
    }

    /** Reads what a query finds, whose documents have this shape. */
    void read(String scope, RowQuery query, List<Table.Column> key, DocumentShape shape, DocumentSink sink)
            throws Exception {
        RowDocuments documents = new RowDocuments(scope, query.columns(), key, shape, null, settings.maxBinaryBytes());
        try (Courier courier = new Courier(1)) {
            Session session = session(courier);
            courier.start(() -> new StreamReader(session, documents, settings).read(query, courier));
            handOver(courier, new Handover(key, shape.ids(), sink));
        }
    }

    private static void handOver(Courier courier, Handover handover) throws Exception {
        for (boolean done = false; !done; ) {
            switch (courier.take()) {
                case Delivery.Page page -> handover.put(page.documents());
                case Delivery.Failed failed -> throw failed.reason();
                case Delivery.Done end -> done = true;
                case Delivery.Plan plan -> throw new IllegalStateException("A query has no plan");
            }
        }
    }

    private Session session(Courier courier) {
        return courier.owned(new Session(dialect, settings.retries(), waiter));
    }

    private RowDocuments documents(Table table, DocumentShape shape, @Nullable String changed) {
        return new RowDocuments(table.scope(), table.columns(), table.key(), shape, changed, settings.maxBinaryBytes());
    }

    private static @Nullable String changeOf(Session session, Table table) throws SQLException, InterruptedException {
        String query = table.changeQuery();
        return query == null
                ? null
                : session.<@Nullable String>run(connection -> session.<@Nullable String>ask(
                        connection, query, statement -> {}, rows -> rows.next() ? rows.getString(1) : null));
    }

    /** The reading of a table that has an order. */
    private final class Pages {
        private final Table table;
        private final Table.Paging.ByColumns paging;
        private final DocumentShape shape;
        private final Courier courier;
        private final ConcurrentLinkedQueue<Integer> waiting = new ConcurrentLinkedQueue<>();

        Pages(Table table, Table.Paging.ByColumns paging, DocumentShape shape, Courier courier) {
            this.table = table;
            this.paging = paging;
            this.shape = shape;
            this.courier = courier;
        }

        /** What the first thread does: it finds out what there is to read, lets others help, and reads. */
        void lead(Checkpoint from) throws SQLException, InterruptedException {
            Session first = session(courier);
            first.beginAt(null);
            RowPosition position = first.run(connection -> start(first, connection, from));
            String changed = changeOf(first, table);
            for (int i = 0; i < position.ranges().size(); i++) {
                waiting.add(i);
            }
            int most = first.moment() == null ? 1 : settings.readers();
            int readers = Math.max(1, Math.min(most, position.ranges().size()));
            courier.deliver(new Delivery.Plan(position, readers));
            for (int i = 1; i < readers; i++) {
                Session session = session(courier);
                session.beginAt(first.moment());
                courier.start(() -> work(session, position, changed));
            }
            work(first, position, changed);
        }

        private RowPosition start(Session session, Connection connection, Checkpoint from) throws SQLException {
            String layout = dialect.transactions().layout(connection);
            RowPosition position = RowPosition.of(from, paging.columns().size());
            if (position == null
                    || (paging.stability() == Table.Stability.UNTIL_REORGANISED
                            && !position.layout().equals(layout))) {
                RangeSplitter splitter = new RangeSplitter(table, paging, settings.readers());
                position = new RowPosition(layout, splitter.ranges(session, connection));
            }
            dialect.transactions().afterPage(connection);
            return new RowPosition(layout, position.ranges());
        }

        private void work(Session session, RowPosition position, @Nullable String changed)
                throws SQLException, InterruptedException {
            PageReader reader = new PageReader(
                    dialect, session, table, paging, documents(table, shape, changed), settings, position.layout());
            for (Integer next = waiting.poll(); next != null; next = waiting.poll()) {
                reader.read(next, position.ranges().get(next), courier);
            }
        }

        /** What the calling thread does. */
        void handOver(Handover handover, DocumentSink sink) throws Exception {
            TreeMap<Integer, KeyRange> left = new TreeMap<>();
            String layout = "";
            boolean findable = true;
            for (int reading = 1; reading > 0; ) {
                switch (courier.take()) {
                    case Delivery.Plan plan -> {
                        reading = plan.readers();
                        layout = plan.position().layout();
                        for (KeyRange range : plan.position().ranges()) {
                            left.put(left.size(), range);
                        }
                    }
                    case Delivery.Page page -> {
                        handover.put(page.documents());
                        findable &= page.place() == Delivery.Place.FINDABLE;
                        left.compute(page.range(), (range, before) -> page.rest());
                        if (findable && !left.isEmpty()) {
                            new RowPosition(layout, new ArrayList<>(left.values()))
                                    .toCheckpoint()
                                    .ifPresent(sink::checkpoint);
                        }
                    }
                    case Delivery.Failed failed -> throw failed.reason();
                    case Delivery.Done done -> reading--;
                }
            }
        }
    }
}
