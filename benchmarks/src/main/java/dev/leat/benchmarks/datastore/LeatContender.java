package dev.leat.benchmarks.datastore;

import dev.leat.datastore.BulkPlan;
import dev.leat.datastore.Collection;
import dev.leat.datastore.Datastore;
import dev.leat.datastore.query.Query;
import dev.leat.datastore.update.UpdateOutcome;
import dev.leat.elastic.Credentials;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** The datastore, as its guide shows it. */
final class LeatContender implements Contender {

    static final String COLLECTION = "datastore-leat";

    private final Datastore datastore;
    private final Collection<Order> orders;

    LeatContender(String url) {
        this.datastore = Datastore.connect(url, Credentials.none());
        this.orders = datastore.register(COLLECTION, Order.class);
    }

    @Override
    public Order get(String id) {
        return orders.get(id).orElseThrow().value();
    }

    @Override
    public void save(Order order) {
        orders.save(order);
    }

    @Override
    public void saveAll(List<Order> many) throws IOException {
        BulkPlan<Order> plan = orders.bulkPlan();
        many.forEach(plan::save);
        if (!plan.run().isComplete()) {
            throw new IOException("not all documents were stored");
        }
    }

    @Override
    public void update(String id, String status) throws IOException {
        UpdateOutcome outcome =
                orders.update(id).increment("units", 1).set("status", status).run();
        if (!(outcome instanceof UpdateOutcome.Updated)) {
            throw new IOException("document " + id + " was not updated: " + outcome);
        }
    }

    @Override
    public List<Order> search(String status, int rows) {
        return orders.search(Query.of(
                        query -> query.term(term -> term.field("status").value(status))))
                .rows(rows)
                .run()
                .values();
    }

    @Override
    public long stream() {
        try (Stream<Order> all = orders.search(Query.all()).stream()) {
            return all.mapToLong(order -> order.id().isEmpty() ? 0 : 1).sum();
        }
    }

    @Override
    public void close() {
        datastore.close();
    }
}
