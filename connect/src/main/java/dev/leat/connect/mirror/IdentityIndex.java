package dev.leat.connect.mirror;

import dev.leat.connect.Identity;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.scan.Hit;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.ScanRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;

/**
 * The documents that say who may see what, one for each identity, and how they look. An application copies the query of
 * one of them into an API key, which then finds what this identity may see.
 */
final class IdentityIndex {

    /** The name of the index of identities begins with this; that of the documents' index follows. */
    static final String PREFIX = ".search-acl-filter-";

    /** The field {@code keyword} is what the access list is searched by; a document without a list is for everyone. */
    private static final String QUERY_SOURCE = """
            {"bool":{"should":[\
            {"bool":{"must_not":{"exists":{"field":"_allow_access_control"}}}},\
            {"terms":{"_allow_access_control.keyword":{{#toJson}}access_control{{/toJson}}}}]}}""";

    private static final String INDEX = """
            {"settings":{"index":{"hidden":true}},
             "mappings":{"dynamic":false,"properties":{"created_at":{"type":"date"}}}}
            """;

    // Whatever the order of names, the same identity is the same text.
    private static final ObjectWriter SORTED =
            Json.MAPPER.writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private IdentityIndex() {}

    /**
     * What the index has of an identity.
     *
     * @param createdAt null when it does not say
     */
    record Stored(Hash128 content, @Nullable String createdAt) {}

    static void create(Cluster cluster, String index) {
        new Indices(cluster).createIfAbsent(index, INDEX);
    }

    /** Everything that the index has, by id: some 200 bytes of memory for each identity. */
    static ConcurrentMap<String, Stored> load(Cluster cluster, String index) {
        ConcurrentMap<String, Stored> stored = new ConcurrentHashMap<>();
        new Indices(cluster).refresh(index);
        try (IndexScan scan = IndexScan.open(cluster, ScanRequest.of(index))) {
            scan.readAllPages(1, page -> {
                DocumentKeys keys = new DocumentKeys();
                for (Hit hit : page) {
                    JsonNode json = Json.MAPPER.readTree(hit.source());
                    Map<String, @Nullable Object> content = new LinkedHashMap<>();
                    content.put("identity", Json.MAPPER.treeToValue(json.path("identity"), Object.class));
                    content.put("query", Json.MAPPER.treeToValue(json.path("query"), Object.class));
                    String createdAt = json.path("created_at").asString("");
                    stored.put(
                            hit.id(),
                            new Stored(
                                    keys.key(SORTED.writeValueAsString(content)),
                                    createdAt.isEmpty() ? null : createdAt));
                }
            });
        }
        return stored;
    }

    /** What an identity's document says, without the time of its creation. */
    static Map<String, @Nullable Object> content(Identity identity) {
        // Nobody is let in by the name that stands for nobody.
        List<String> access = identity.access().stream()
                .filter(name -> !name.equals(DocumentForm.NOBODY))
                .sorted()
                .toList();
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        content.put("identity", new TreeMap<>(identity.names()));
        content.put(
                "query",
                Map.of("template", Map.of("params", Map.of("access_control", access), "source", QUERY_SOURCE)));
        return content;
    }

    static Hash128 hash(Map<String, @Nullable Object> content) {
        return new DocumentKeys().key(SORTED.writeValueAsString(content));
    }

    static byte[] document(Map<String, @Nullable Object> content, String createdAt) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>(content);
        document.put("created_at", createdAt);
        return SORTED.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
    }
}
