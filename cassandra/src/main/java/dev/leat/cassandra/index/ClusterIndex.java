package dev.leat.cassandra.index;

import dev.leat.cassandra.sync.DocState;
import dev.leat.cassandra.sync.DocWrite;
import dev.leat.cassandra.sync.IndexSide;
import dev.leat.cassandra.sync.Outcome;
import dev.leat.cassandra.sync.PageHandler;
import dev.leat.cassandra.sync.RowKey;
import dev.leat.cassandra.sync.Version;
import dev.leat.cassandra.type.KeyText;
import dev.leat.cassandra.type.TableShape;
import dev.leat.cassandra.type.UnmappableException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.Projection;
import dev.leat.elastic.scan.ScanRequest;
import dev.leat.elastic.scan.ScannedPage;
import dev.leat.elastic.scan.Slice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An index of an Elasticsearch cluster. Thread-safe. How long calls wait for a cluster that is away is up to the cluster's
 * retry policy.
 *
 * <p>Privileges on the index: {@code read}, {@code write}, {@code view_index_metadata}, {@code monitor} for the global
 * checkpoints, {@code maintenance} for the refresh, and {@code manage} to make the index and to give it the alias that
 * keeps requests from making or meeting another index of its name ({@code leat-sync-guard-} and the index's UUID); the
 * same on {@code leat-sync-*}. Without {@code manage} the index must be there, and is used by its name.
 *
 * <p>Documents are found by id: those that were written with a routing of their own are not seen in an index of several
 * shards.
 */
public final class ClusterIndex implements IndexSide {

    private static final int KEYS_AT_ONCE = 1_000;

    private final Cluster cluster;
    private final Places places;
    private final Documents documents;
    private final DocumentForm form;
    private final Feed feed;

    private ClusterIndex(Cluster cluster, TableShape shape, IndexSettings settings) {
        this.cluster = cluster;
        this.form = new DocumentForm(shape, settings);
        this.places = new Places(cluster, shape, settings);
        this.documents = new Documents(cluster);
        this.feed = new Feed(cluster, form);
    }

    /**
     * Opens the index for a table; makes it when it is missing, with a field for every column and not dynamic.
     *
     * @throws dev.leat.elastic.ConfigException if the name stands for several indices, or the version column tells no time
     * @throws RejectedException if a privilege is missing
     */
    public static ClusterIndex open(Cluster cluster, TableShape shape, IndexSettings settings) {
        ClusterIndex index = new ClusterIndex(cluster, shape, settings);
        index.places.open();
        return index;
    }

    @Override
    public Map<RowKey, DocState> read(Collection<RowKey> keys) {
        Map<RowKey, DocState> states = new LinkedHashMap<>();
        List<String> ids = keys.stream().map(RowKey::id).distinct().toList();
        Map<String, StoredDocument> found = places.current()
                .map(place -> asking(place, there -> documents.read(there, ids)))
                .orElse(Map.of());
        for (RowKey key : keys) {
            StoredDocument document = found.get(key.id());
            states.put(key, document == null ? new DocState.Absent() : form.state(key, document));
        }
        return states;
    }

    @Override
    public Map<RowKey, Outcome> write(Collection<DocWrite> writes) {
        Place place = places.current().orElseThrow(() -> new IllegalStateException("the index was opened for reading"));
        Map<RowKey, Outcome> outcomes = new LinkedHashMap<>();
        List<CasWrite> ready = new ArrayList<>();
        for (DocWrite write : writes) {
            Version over = write.over();
            if (over != null && !over.index().equals(place.uuid())) {
                outcomes.put(write.key(), new Outcome.Conflict());
                continue;
            }
            try {
                ready.add(new CasWrite(write.key().id(), source(write), over));
            } catch (UnmappableException e) {
                outcomes.put(write.key(), new Outcome.Rejected(e.getMessage()));
            }
        }
        Map<String, Outcome> written = asking(place, there -> documents.write(there, ready));
        for (DocWrite write : writes) {
            Outcome outcome = written.get(write.key().id());
            if (outcome != null) {
                outcomes.putIfAbsent(write.key(), outcome);
            }
        }
        return outcomes;
    }

    private byte @Nullable [] source(DocWrite write) {
        return switch (write) {
            case DocWrite.Put put -> form.source(put.key(), put.content(), put.ownFields());
            case DocWrite.Delete delete -> null;
        };
    }

    @Override
    public String end() {
        return places.lookUp().map(place -> asking(place, feed::end)).orElse(BEGINNING);
    }

    @Override
    public String rebased(String position) {
        return places.adopt()
                .map(place -> asking(place, there -> feed.rebased(there, position)))
                .orElse(BEGINNING);
    }

    @Override
    public Optional<Growth> growth(String from) {
        return places.lookUp().flatMap(place -> asking(place, there -> feed.growth(there, from)));
    }

    @Override
    public void changes(String from, PageHandler handler) {
        places.lookUp()
                .ifPresent(place -> asking(place, there -> {
                    feed.changes(there, from, handler);
                    return from;
                }));
    }

    @Override
    public void scanKeys(Consumer<List<RowKey>> handler) {
        places.lookUp()
                .ifPresent(place -> asking(place, there -> {
                    scan(there, handler);
                    return there;
                }));
    }

    private void scan(Place place, Consumer<List<RowKey>> handler) {
        new Indices(cluster).refresh(place.address());
        ScanRequest request = ScanRequest.of(place.address()).withProjection(new Projection.NoSource());
        try (IndexScan scan = IndexScan.open(cluster, request)) {
            for (Slice slice : scan.slices()) {
                scan.readPages(slice, page -> keys(place, page, handler));
            }
        }
    }

    private void keys(Place place, ScannedPage page, Consumer<List<RowKey>> handler) {
        List<RowKey> keys = new ArrayList<>();
        List<String> hashed = new ArrayList<>();
        page.forEach(hit -> {
            String id = hit.id();
            if (KeyText.isHashed(id)) {
                hashed.add(id);
            } else {
                keys.add(RowKey.of(id));
            }
        });
        for (int from = 0; from < hashed.size(); from += KEYS_AT_ONCE) {
            List<String> ids = hashed.subList(from, Math.min(from + KEYS_AT_ONCE, hashed.size()));
            documents.read(place, ids).values().forEach(document -> keys.add(form.key(document)));
        }
        if (!keys.isEmpty()) {
            handler.accept(keys);
        }
    }

    /** What a handler throws of another index comes out as it is. */
    private <T> T asking(Place place, Function<Place, T> question) {
        try {
            return question.apply(place);
        } catch (IndexMissingException e) {
            throw e.index().equals(place.name()) ? places.lost(e) : e;
        } catch (RejectedException e) {
            boolean isOfThis = String.valueOf(e.getMessage()).contains(place.address());
            if (isOfThis && e.type().equals("index_closed_exception")) {
                throw new UnavailableException(
                        "the index '" + place.name() + "' is closed (index_closed_exception); open it", e);
            }
            boolean isMissing = e.type().equals("index_not_found_exception")
                    && String.valueOf(e.getMessage()).contains("[" + place.address() + "]");
            throw isMissing ? places.lost(Documents.missing(place)) : Documents.judged(e);
        }
    }
}
