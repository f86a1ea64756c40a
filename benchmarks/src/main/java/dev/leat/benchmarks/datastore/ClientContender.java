package dev.leat.benchmarks.datastore;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.Result;
import co.elastic.clients.elasticsearch._types.Time;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.GetResponse;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.json.JsonData;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import co.elastic.clients.transport.rest5_client.Rest5ClientTransport;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/**
 * The official client over its own transport. Two of its defaults cost it time between processes of one machine, and are
 * switched off: answers are not compressed, and documents are written without line breaks.
 */
final class ClientContender implements Contender {

    static final String INDEX = "datastore-client";

    private static final Time KEEP_ALIVE = Time.of(time -> time.time("5m"));

    /** The same text every time, so that it is compiled once. */
    private static final String SCRIPT = "ctx._source.units += params.by; ctx._source.status = params.status";

    private final Rest5Client http;
    private final ElasticsearchClient client;

    /** Hits of each page of a stream. */
    private final int pageSize;

    ClientContender(String url, int pageSize) {
        this.http = Rest5Client.builder(URI.create(url))
                .setHttpClientConfigCallback(builder -> builder.disableContentCompression())
                .build();
        this.client = new ElasticsearchClient(new Rest5ClientTransport(
                http, new Jackson3JsonpMapper(JsonMapper.builder().build())));
        this.pageSize = pageSize;
    }

    @Override
    public Order get(String id) throws IOException {
        GetResponse<Order> response = client.get(get -> get.index(INDEX).id(id), Order.class);
        return Objects.requireNonNull(response.source());
    }

    @Override
    public void save(Order order) throws IOException {
        client.index(index -> index.index(INDEX).id(order.id()).document(order));
    }

    @Override
    public void saveAll(List<Order> orders) throws IOException {
        BulkRequest.Builder bulk = new BulkRequest.Builder().index(INDEX);
        for (Order order : orders) {
            bulk.operations(
                    operation -> operation.index(index -> index.id(order.id()).document(order)));
        }
        BulkResponse response = client.bulk(bulk.build());
        if (response.errors()) {
            throw new IOException("not all documents were stored: "
                    + response.items().stream()
                            .filter(item -> item.error() != null)
                            .findFirst());
        }
    }

    @Override
    public void update(String id, String status) throws IOException {
        Result result = client.update(
                        update -> update.index(INDEX)
                                .id(id)
                                .retryOnConflict(16)
                                .script(script -> script.source(source -> source.scriptString(SCRIPT))
                                        .params("by", JsonData.of(1))
                                        .params("status", JsonData.of(status))),
                        Order.class)
                .result();
        if (result != Result.Updated) {
            throw new IOException("document " + id + " was not updated: " + result);
        }
    }

    @Override
    public List<Order> search(String status, int rows) throws IOException {
        return client
                .search(
                        search -> search.index(INDEX)
                                .query(query ->
                                        query.term(term -> term.field("status").value(status)))
                                .size(rows),
                        Order.class)
                .hits()
                .hits()
                .stream()
                .map(hit -> Objects.requireNonNull(hit.source()))
                .toList();
    }

    @Override
    public long stream() throws IOException {
        String opened = client.openPointInTime(open -> open.index(INDEX).keepAlive(KEEP_ALIVE))
                .id();
        long count = 0;
        String current = opened;
        List<FieldValue> after = List.of();
        while (true) {
            SearchResponse<Order> page = page(current, after);
            List<Hit<Order>> hits = page.hits().hits();
            for (Hit<Order> hit : hits) {
                count += Objects.requireNonNull(hit.source()).id().isEmpty() ? 0 : 1;
            }
            current = Objects.requireNonNull(page.pitId());
            if (hits.size() < pageSize) {
                break;
            }
            after = hits.getLast().sort();
        }
        String last = current;
        client.closePointInTime(close -> close.id(last));
        return count;
    }

    private SearchResponse<Order> page(String pointInTime, List<FieldValue> after) throws IOException {
        return client.search(
                search -> {
                    search.pit(pit -> pit.id(pointInTime).keepAlive(KEEP_ALIVE))
                            .query(query -> query.matchAll(all -> all))
                            .sort(sort -> sort.doc(doc -> doc))
                            .trackTotalHits(total -> total.enabled(false))
                            .size(pageSize);
                    return after.isEmpty() ? search : search.searchAfter(after);
                },
                Order.class);
    }

    @Override
    public void close() throws IOException {
        client.close();
        http.close();
    }
}
