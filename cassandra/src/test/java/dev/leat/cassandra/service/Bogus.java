package dev.leat.cassandra.service;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.leat.cassandra.config.SeedFile;
import dev.leat.cassandra.config.SyncConfig;
import dev.leat.elastic.Json;
import dev.leat.testing.TestCassandra;
import dev.leat.testing.TestElasticsearch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The table and the index of PyCassElastic's tests, with its configuration. */
final class Bogus implements AutoCloseable {

    private static final int BULK = 1_000;

    private final TestCassandra cassandra;
    private final TestElasticsearch elasticsearch;
    private final String keyspace;
    private final String index;
    private final CqlSession session;
    private final PreparedStatement insert;

    Bogus(TestCassandra cassandra, TestElasticsearch elasticsearch) {
        this.cassandra = cassandra;
        this.elasticsearch = elasticsearch;
        this.keyspace = cassandra.createKeyspace("test");
        this.index = elasticsearch.uniqueIndex("bogus");
        this.session = Sessions.open(cassandra, keyspace);
        session.execute(
                "CREATE TABLE bogus (id text PRIMARY KEY, version bigint, text varchar, source varchar, date timestamp)");
        this.insert = session.prepare(
                "INSERT INTO bogus (id, version, text, source, date) VALUES (?, ?, ?, 'cassandra', ?) USING TIMESTAMP ?");
    }

    /** The seed's {@code config.json}. */
    SyncConfig config(boolean filterDate, @Nullable Instant startingPoint) {
        String text = """
                {
                  "period": 1, # in seconds
                  "cassandra":{
                    "url":["%s"], # url to connect to
                    "keyspace":"%s"  # keyspace of the tables
                  },
                  "elasticsearch":{
                    "url":["%s"] # url to connect to
                  },
                  "syncs":[ # list of sync to be executed. More than one can occur
                    {
                      "name":"%s", # name of the sync. Will appear in some log messages
                      "comments": "from cassandra to elastic", # used for nothing. Just for own organization
                      "id_col":"id", # the id column. Primary key
                      "date_col": "date", # timestamp of the data
                      "filter_date":%b, # if true, will filter C* data by date
                      "version_col":"version", # version of the documents. a unix time of date used to resolve conflict
                      "ignore_same_source": true, # true - filter data on ES data does not belong to cassandra
                      "cassandra": {
                        "table": "bogus", # table that will be sync. all fields will be sync
                        "source_id":"cassandra" # cassandra data signature
                      },
                      "elasticsearch":{
                        "index": "%s", # index to write to
                        "type": "bogusdoc", # type of doc
                        "source_id":"Elastic" # elastic data signature
                      }
                    }
                  ]
                """.formatted(cassandra.contactPoint(), keyspace, elasticsearch.url(), index, filterDate, index);
        return SeedFile.read("config.json", text, startingPoint);
    }

    CqlSession session() {
        return session;
    }

    String index() {
        return index;
    }

    /** Writes rows as of a time. */
    void rows(List<String> ids, String text, Instant at) throws Exception {
        List<CompletionStage<AsyncResultSet>> writes = new ArrayList<>();
        for (String id : ids) {
            writes.add(session.executeAsync(insert.bind(id, at.toEpochMilli(), text, at, at.toEpochMilli() * 1_000)));
            if (writes.size() == BULK) {
                await(writes);
            }
        }
        await(writes);
    }

    private static void await(List<CompletionStage<AsyncResultSet>> writes) throws Exception {
        for (CompletionStage<AsyncResultSet> write : writes) {
            write.toCompletableFuture().get();
        }
        writes.clear();
    }

    /** Writes documents as of a time, with fields of their own besides, such as {@code ,"a":1}. */
    void documents(List<String> ids, String text, Instant at, String more) {
        for (int from = 0; from < ids.size(); from += BULK) {
            StringBuilder lines = new StringBuilder();
            for (String id : ids.subList(from, Math.min(from + BULK, ids.size()))) {
                lines.append("{\"index\":{\"_id\":\"").append(id).append("\"}}\n");
                lines.append("{\"id\":\"%s\",\"text\":\"%s\",\"source\":\"Elastic\",\"version\":%d,\"date\":\"%s\"%s}\n"
                        .formatted(id, text, at.toEpochMilli(), at, more));
            }
            elasticsearch
                    .postLines("/" + index + "/_bulk?refresh=true", lines.toString())
                    .orFail();
        }
    }

    /** The text of every row. */
    Map<String, String> rowTexts() {
        Map<String, String> texts = new TreeMap<>();
        for (Row row : session.execute("SELECT id, text FROM bogus")) {
            texts.put(row.getString("id"), row.getString("text"));
        }
        return texts;
    }

    /** The text of every document. */
    Map<String, String> documentTexts() {
        Map<String, String> texts = new TreeMap<>();
        elasticsearch.refresh(index);
        JsonNode hits = Json.MAPPER
                .readTree(elasticsearch
                        .post("/" + index + "/_search", "{\"size\":10000,\"_source\":[\"text\"]}")
                        .orFail()
                        .body())
                .path("hits")
                .path("hits");
        hits.forEach(hit -> texts.put(
                hit.path("_id").asString(), hit.path("_source").path("text").asString()));
        return texts;
    }

    @Override
    public void close() {
        session.close();
    }
}
