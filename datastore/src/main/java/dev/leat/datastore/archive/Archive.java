package dev.leat.datastore.archive;

import dev.leat.datastore.document.ConflictException;
import dev.leat.datastore.document.DocumentId;
import dev.leat.datastore.document.MissingException;
import dev.leat.datastore.document.Stored;
import dev.leat.datastore.document.StoredSource;
import dev.leat.datastore.document.StoredSources;
import dev.leat.datastore.document.Tier;
import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.query.Query;
import dev.leat.datastore.query.SearchBuilder;
import dev.leat.datastore.query.Searches;
import dev.leat.datastore.schema.Schema;
import dev.leat.elastic.Json;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.BulkSettings;
import dev.leat.elastic.bulk.BulkWriter;
import dev.leat.elastic.bulk.Guard;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.cluster.Repeat;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The archive of one collection: documents are moved there and back, and looked for in one place or in both. Broken off
 * anywhere, a move is carried to its end by doing the same again; any number of processes may do so at once. Thread-safe;
 * blocks.
 */
public final class Archive<T> {

    private final Cluster cluster;
    private final DocumentType<T> type;
    private final ArchiveSeries series;
    private final StoredSources sources;
    private final Searches<T> hot;
    private final Searches<T> archived;
    private final Searches<T> all;
    private final InstantSource clock;
    private final Consumer<String> witness;

    /** @param hot all of the collection */
    public Archive(Cluster cluster, Schema schema, DocumentType<T> type, Searches<T> hot) {
        this(cluster, schema, type, hot, InstantSource.system(), step -> {});
    }

    /** @param witness is told of every step, before it is taken */
    Archive(
            Cluster cluster,
            Schema schema,
            DocumentType<T> type,
            Searches<T> hot,
            InstantSource clock,
            Consumer<String> witness) {
        this.cluster = cluster;
        this.type = type;
        this.series = new ArchiveSeries(cluster, schema);
        this.sources = new StoredSources(cluster, schema.collection());
        this.hot = hot;
        this.archived = Searches.of(cluster, series.alias(), type);
        this.all = Searches.of(cluster, schema.collection() + "," + series.alias(), type);
        this.clock = clock;
        this.witness = witness;
    }

    /** Brings the archive in line with the schema, if there is one. */
    public void bringUpToDate() {
        series.bringUpToDate();
    }

    /**
     * Moves every document that a search finds: copies it, reads the copy back and compares it, and then deletes it if it
     * is still what was copied. One that others change meanwhile is looked at again, and moved with its new content if it
     * still matches.
     */
    public ArchiveReport archive(Query query) {
        series.bringUpToDate();
        return ArchiveReport.of(hot.search(query)
                .changeByQuery(
                        Repeat.IDEMPOTENT,
                        (patience, account) ->
                                new ArchiveRound(new Mover(cluster, series, patience, clock, witness), account)));
    }

    /** As {@link #archive(Query)}, for one document, refreshed or not. */
    public ArchiveReport archive(String id) {
        DocumentId.require(id);
        new Indices(cluster).refresh(series.collection());
        return archive(Query.ids(List.of(id))).orMissing();
    }

    /**
     * Moves an archived document back into the collection. One that is there with the same content is left there.
     *
     * @return its version there
     * @throws MissingException when it is in neither place
     * @throws ConflictException when the collection has a document of that id with other content; both stay
     */
    public VersionToken restore(String id) {
        DocumentId.require(id);
        List<StoredSource> copies = copies(id);
        StoredSource there = sources.find(id);
        if (copies.isEmpty()) {
            if (there == null) {
                throw new MissingException(series.collection(), id);
            }
            return there.version();
        }
        StoredSource copy = copies.getLast();
        if (there != null && !Stamp.bare(there).equals(Stamp.bare(copy))) {
            throw new ConflictException(
                    series.collection(),
                    id,
                    "is in the archive and, with other content, in the collection; delete one of the two");
        }
        VersionToken version =
                there == null ? sources.create(id, Json.MAPPER.writeValueAsBytes(Stamp.bare(copy))) : there.version();
        remove(copies, version);
        return version;
    }

    /** Whoever is about to delete the version that a copy was made of relies on the copy: that one stays. */
    private void remove(List<StoredSource> copies, VersionToken restored) {
        try (BulkWriter writer = BulkWriter.open(
                cluster,
                BulkSettings.standard().withRetryPolicy(cluster.settings().retryPolicy()),
                (operation, outcome) -> {})) {
            for (StoredSource copy : copies) {
                Stamp stamp = Stamp.find(copy);
                if (stamp == null || !stamp.isOf(restored)) {
                    VersionToken version = copy.version();
                    writer.write(BulkOperation.delete(version.index(), copy.id())
                            .withGuard(new Guard.IfSeqNo(version.seqNo(), version.primaryTerm())));
                }
            }
            writer.finish();
        }
    }

    /** All copies, the latest last: more than one only where several runs were broken off around a rollover. */
    private List<StoredSource> copies(String id) {
        List<StoredSource> copies = new ArrayList<>();
        series.find().ifPresent(members -> {
            for (StoredSource copy : sources.findAll(members.places(id), StoredSources.WHOLE)) {
                if (copy != null) {
                    copies.add(copy);
                }
            }
        });
        copies.sort(Comparator.comparing(Archive::madeAt, Comparator.nullsFirst(Comparator.naturalOrder())));
        return copies;
    }

    private static @Nullable Instant madeAt(StoredSource copy) {
        Stamp stamp = Stamp.find(copy);
        return stamp == null ? null : stamp.at();
    }

    /** The document of that id in a tier; looks once. In {@link Tier#ALL} the one of the collection comes first. */
    public Optional<Stored<T>> find(String id, Tier tier) {
        DocumentId.require(id);
        return Optional.ofNullable(
                        switch (tier) {
                            case HOT -> sources.find(id);
                            case ARCHIVE -> findArchived(id);
                            case ALL -> findAnywhere(id);
                        })
                .map(this::decode);
    }

    private @Nullable StoredSource findArchived(String id) {
        List<StoredSource> copies = copies(id);
        return copies.isEmpty() ? null : copies.getLast();
    }

    private @Nullable StoredSource findAnywhere(String id) {
        StoredSource found = sources.find(id);
        if (found == null) {
            found = findArchived(id);
        }
        // One that was being restored was not yet here and then no longer there.
        return found == null ? sources.find(id) : found;
    }

    private Stored<T> decode(StoredSource found) {
        T value = type.decode(found.id(), found.source(), 0, found.source().length);
        return new Stored<>(found.id(), value, found.version());
    }

    /** Begins a search in a tier. */
    public SearchBuilder<T> search(Query query, Tier tier) {
        return switch (tier) {
            case HOT -> hot.search(query);
            case ARCHIVE ->
                series.find().isPresent() ? archived.search(query) : hot.search(Query.json("{\"match_none\":{}}"));
            case ALL -> series.find().isPresent() ? all.search(query) : hot.search(query);
        };
    }

    /**
     * Lets a new index take the place of the one that documents are archived to, if a condition is met. What is in the
     * earlier indices stays there, and is found.
     *
     * @return the new index; empty when no condition is met
     */
    public Optional<String> rollover(RolloverConditions conditions) {
        return series.rollover(conditions);
    }

    /**
     * Leaves rollover and deletion of archived documents to the index lifecycle management of the cluster. May be repeated.
     *
     * @throws LifecycleUnavailableException when the cluster has none; nothing was changed
     */
    public void fixIlm(ArchiveLifecycle lifecycle) {
        new LifecycleManagement(cluster, series).fix(lifecycle);
    }
}
