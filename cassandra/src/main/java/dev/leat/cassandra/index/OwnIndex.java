package dev.leat.cassandra.index;

import dev.leat.cassandra.sync.Outcome;
import dev.leat.cassandra.sync.Version;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.ScanRequest;
import dev.leat.elastic.scan.Slice;
import dev.leat.elastic.scan.Versions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * An index in which the sync keeps documents of its own. It is made as {@code NAME-1} with the alias {@code NAME}, both
 * hidden from wildcards, and reached by the alias alone, so that it is never made anew by a write. Thread-safe; blocking.
 *
 * <p>Privileges on {@code NAME*}: {@code read}, {@code write}, {@code view_index_metadata}, {@code maintenance}, and {@code
 * manage} to make it.
 */
public final class OwnIndex {

    /** Of the form of the documents; a higher one is of a later Leat. */
    private static final int SCHEMA = 1;

    private final Cluster cluster;
    private final Documents documents;
    private final Place place;
    private final Access access;

    private OwnIndex(Cluster cluster, Place place, Access access) {
        this.cluster = cluster;
        this.documents = new Documents(cluster);
        this.place = place;
        this.access = access;
    }

    /**
     * Opens it.
     *
     * @param properties of its mapping, as JSON; all other fields are kept and not searched
     * @throws ConfigException if a later Leat made it
     */
    public static OwnIndex open(Cluster cluster, String name, String properties, Access access) {
        if (access == Access.READ_WRITE) {
            String body = "{\"aliases\":{\"" + name + "\":{\"is_hidden\":true}},\"settings\":{\"index.hidden\":true,"
                    // It is read by id, in real time; whoever scans it refreshes it.
                    + "\"index.refresh_interval\":\"30s\"},"
                    + "\"mappings\":{\"dynamic\":false,\"_meta\":{\"schema\":" + SCHEMA + "},\"properties\":"
                    + properties + "}}";
            new Indices(cluster).createIfAbsent(name + "-1", body);
        }
        requireKnownSchema(cluster, name);
        // Its versions are compared among themselves only.
        return new OwnIndex(cluster, new Place(name, true, name, name, 1), access);
    }

    private static void requireKnownSchema(Cluster cluster, String name) {
        Response response = cluster.perform(Request.read("GET", "/" + Request.segment(name) + "/_mapping")
                .withParameter("filter_path", "*.mappings._meta")
                .expecting(404));
        for (JsonNode index : response.isSuccess() ? response.json() : List.<JsonNode>of()) {
            int schema = index.path("mappings").path("_meta").path("schema").asInt(0);
            if (schema > SCHEMA) {
                throw new ConfigException(
                        "sync",
                        "the index '" + name + "' was made by a later version of Leat (schema " + schema
                                + "); use that version");
            }
        }
    }

    /** Reads documents in real time: those that are there, by id. */
    public Map<String, StoredDocument> read(Collection<String> ids) {
        try {
            return documents.read(place, ids);
        } catch (IndexMissingException e) {
            if (access == Access.READ_ONLY) {
                return Map.of();
            }
            throw e;
        } catch (RejectedException e) {
            throw Documents.judged(e);
        }
    }

    /** Writes documents by compare-and-set; an outcome for every id. */
    public Map<String, Outcome> write(Collection<CasWrite> writes) {
        if (access == Access.READ_ONLY) {
            throw new IllegalStateException("the index '" + place.name() + "' was opened for reading");
        }
        return documents.write(place, writes);
    }

    /** Hands over all documents that were written before, page by page. */
    public void scan(Consumer<List<StoredDocument>> handler) {
        if (access == Access.READ_ONLY && !new Indices(cluster).exists(place.address())) {
            return;
        }
        try {
            scanAll(handler);
        } catch (RejectedException e) {
            throw Documents.judged(e);
        }
    }

    private void scanAll(Consumer<List<StoredDocument>> handler) {
        new Indices(cluster).refresh(place.address());
        ScanRequest request = ScanRequest.of(place.address()).withVersions(Versions.WITH);
        try (IndexScan scan = IndexScan.open(cluster, request)) {
            for (Slice slice : scan.slices()) {
                scan.readPages(slice, page -> {
                    List<StoredDocument> found = new ArrayList<>();
                    page.forEach(hit -> found.add(new StoredDocument(
                            hit.id(), new Version(place.uuid(), hit.seqNo(), hit.primaryTerm()), hit.source())));
                    handler.accept(found);
                });
            }
        }
    }
}
