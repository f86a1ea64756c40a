package dev.leat.datastore;

import dev.leat.datastore.archive.Archive;
import dev.leat.datastore.archive.ArchiveLifecycle;
import dev.leat.datastore.archive.ArchiveReport;
import dev.leat.datastore.archive.RolloverConditions;
import dev.leat.datastore.document.DeleteOutcome;
import dev.leat.datastore.document.Documents;
import dev.leat.datastore.document.OnMissing;
import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.document.Stored;
import dev.leat.datastore.document.Tier;
import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.query.AccessFilter;
import dev.leat.datastore.query.AccessScope;
import dev.leat.datastore.query.ByQueryReport;
import dev.leat.datastore.query.CollectionField;
import dev.leat.datastore.query.Query;
import dev.leat.datastore.query.SearchBuilder;
import dev.leat.datastore.query.Searches;
import dev.leat.datastore.schema.CollectionSchema;
import dev.leat.datastore.schema.Loss;
import dev.leat.datastore.schema.MigrationReport;
import dev.leat.datastore.schema.Schema;
import dev.leat.datastore.schema.SchemaMode;
import dev.leat.datastore.schema.SchemaPlan;
import dev.leat.datastore.update.OperationIds;
import dev.leat.datastore.update.UpdateBuilder;
import dev.leat.datastore.update.UpdateOperation;
import dev.leat.datastore.update.Updates;
import dev.leat.elastic.Progress;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.Projection;
import dev.leat.elastic.scan.ScanRequest;
import dev.leat.elastic.scan.ScannedDocument;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One collection of typed documents. Reads by id see every acknowledged write; searches see what was refreshed.
 * Thread-safe; calls block, and an interrupt ends them.
 *
 * <p>Every call may throw the exceptions of {@link Cluster#perform}, and {@link
 * dev.leat.datastore.document.MissingCollectionException} when the collection was removed from the cluster. What concerns
 * the schema, the archive and the generations ends with an {@link AttachedCollectionException} where the collection was
 * {@linkplain Datastore#attach attached} to an index that somebody else keeps.
 */
public final class Collection<T> {

    private final Cluster cluster;
    private final String name;
    private final DocumentType<T> type;
    private final Documents<T> documents;
    private final Updates<T> updates;
    private final Searches<T> searches;
    private final @Nullable CollectionSchema schema;
    private final @Nullable Archive<T> archive;

    Collection(Cluster cluster, DocumentType<T> type, CollectionSchema schema, OperationIds ids) {
        this.cluster = cluster;
        this.name = schema.schema().collection();
        this.updates = new Updates<>(cluster, name, type, ids);
        this.searches = Searches.of(cluster, name, type);
        this.type = type;
        this.schema = schema;
        this.documents = new Documents<>(cluster, name, type);
        this.archive = new Archive<>(cluster, schema.schema(), type, searches);
    }

    /** A collection over an index that somebody else keeps. */
    Collection(Cluster cluster, DocumentType<T> type, AttachedIndex index, OperationIds ids) {
        this.cluster = cluster;
        this.name = index.alias();
        this.updates = new Updates<>(cluster, name, type, ids, index::holds);
        this.searches = Searches.of(cluster, name, type);
        this.type = type;
        this.schema = null;
        this.documents = new Documents<>(cluster, name, type, index::holds);
        this.archive = null;
    }

    private CollectionSchema administration() {
        if (schema == null) {
            throw new AttachedCollectionException(name);
        }
        return schema;
    }

    private Archive<T> archive() {
        if (archive == null) {
            throw new AttachedCollectionException(name);
        }
        return archive;
    }

    /** The name of the collection, which is the name of its alias in the cluster. */
    public String name() {
        return name;
    }

    /** The class of the documents, as the datastore sees it. */
    public DocumentType<T> type() {
        return type;
    }

    /** {@link Documents#get}: looks up to three times, 50 ms apart. */
    public Optional<Stored<T>> get(String id) {
        return documents.get(id);
    }

    /** {@link Documents#getIfExists}: looks once. */
    public Optional<Stored<T>> getIfExists(String id) {
        return documents.getIfExists(id);
    }

    /** {@link Documents#require(String)}: waits for ever. */
    public Stored<T> require(String id) {
        return documents.require(id);
    }

    /** {@link Documents#require(String, Duration)}. */
    public Stored<T> require(String id, Duration patience) {
        return documents.require(id, patience);
    }

    /** {@link Documents#exists}. */
    public boolean exists(String id) {
        return documents.exists(id);
    }

    /** {@link Documents#multiExists}. */
    public Map<String, Boolean> multiExists(List<String> ids) {
        return documents.multiExists(ids);
    }

    /** {@link Documents#multiget(List)}. */
    public List<Stored<T>> multiget(List<String> ids) {
        return documents.multiget(ids);
    }

    /** {@link Documents#multiget(List, OnMissing)}. */
    public List<Stored<T>> multiget(List<String> ids, OnMissing onMissing) {
        return documents.multiget(ids, onMissing);
    }

    /** {@link Documents#save(Object)}. */
    public VersionToken save(T value) {
        return documents.save(value);
    }

    /** {@link Documents#save(Object, Refresh)}. */
    public VersionToken save(T value, Refresh refresh) {
        return documents.save(value, refresh);
    }

    /** {@link Documents#save(String, Object, Refresh)}. */
    public VersionToken save(String id, T value) {
        return documents.save(id, value, Refresh.NONE);
    }

    /** {@link Documents#save(String, Object, Refresh)}. */
    public VersionToken save(String id, T value, Refresh refresh) {
        return documents.save(id, value, refresh);
    }

    /** {@link Documents#create(Object)}. */
    public VersionToken create(T value) {
        return documents.create(value);
    }

    /** {@link Documents#create(Object, Refresh)}. */
    public VersionToken create(T value, Refresh refresh) {
        return documents.create(value, refresh);
    }

    /** {@link Documents#create(String, Object, Refresh)}. */
    public VersionToken create(String id, T value, Refresh refresh) {
        return documents.create(id, value, refresh);
    }

    /** {@link Documents#replace(Object, VersionToken)}. */
    public VersionToken replace(T value, VersionToken version) {
        return documents.replace(value, version);
    }

    /** {@link Documents#replace(String, Object, VersionToken, Refresh)}. */
    public VersionToken replace(String id, T value, VersionToken version, Refresh refresh) {
        return documents.replace(id, value, version, refresh);
    }

    /** {@link Documents#modify(String, UnaryOperator)}. */
    public Stored<T> modify(String id, UnaryOperator<T> change) {
        return documents.modify(id, change);
    }

    /** {@link Documents#modify(String, UnaryOperator, Refresh)}. */
    public Stored<T> modify(String id, UnaryOperator<T> change, Refresh refresh) {
        return documents.modify(id, change, refresh);
    }

    /** {@link Documents#delete(String)}. */
    public DeleteOutcome delete(String id) {
        return documents.delete(id);
    }

    /** {@link Documents#delete(String, Refresh)}. */
    public DeleteOutcome delete(String id, Refresh refresh) {
        return documents.delete(id, refresh);
    }

    /** {@link Documents#delete(String, VersionToken)}. */
    public DeleteOutcome delete(String id, VersionToken version) {
        return documents.delete(id, version);
    }

    /** {@link Documents#delete(String, VersionToken, Refresh)}. */
    public DeleteOutcome delete(String id, VersionToken version, Refresh refresh) {
        return documents.delete(id, version, refresh);
    }

    /** {@link Updates#update}: begins a change of single fields of a document. */
    public UpdateBuilder<T> update(String id) {
        return updates.update(id);
    }

    /** {@link Searches#search(String)}: begins a search, or what is computed from one, by Lucene text. */
    public SearchBuilder<T> search(String lucene) {
        return searches.search(lucene);
    }

    /** {@link Searches#search(Query)}: begins a search, or what is computed from one. */
    public SearchBuilder<T> search(Query query) {
        return searches.search(query);
    }

    /** {@link SearchBuilder#stream}: all that a search finds. The stream must be closed. */
    public Stream<T> streamSearch(String lucene) {
        return search(lucene).stream();
    }

    /** {@link SearchBuilder#count}: exactly. */
    public long count(String lucene) {
        return search(lucene).count();
    }

    /** {@link SearchBuilder#deleteByQuery}: deletes what a search with the same query shows. */
    public ByQueryReport deleteByQuery(Query query) {
        return search(query).deleteByQuery();
    }

    /**
     * Updates each document that a search with the same query shows: once at most, and only while it matches; one that was
     * changed meanwhile is looked at again. A document whose answer was lost counts as unchanged in the report, or as
     * skipped if it no longer matches.
     */
    public ByQueryReport updateByQuery(Query query, List<UpdateOperation> operations) {
        return UpdateByQuery.run(updates, search(query), operations);
    }

    /**
     * A view of the documents that a filter admits, for somebody who may see and change no others.
     *
     * @throws dev.leat.datastore.query.InvalidQueryException when the filter uses a field that Elasticsearch and Java do not
     *     compare alike
     */
    public ScopedCollection<T> scoped(AccessFilter filter) {
        return new ScopedCollection<>(cluster, documents, updates, searches, AccessScope.of(filter, type));
    }

    /** {@link Searches#fields}: what searches can do with which field. */
    public List<CollectionField> fields() {
        return searches.fields();
    }

    /** An empty plan of writes to many documents of this collection. */
    public BulkPlan<T> bulkPlan() {
        return new BulkPlan<>(cluster, name(), type, updates);
    }

    /** {@link BulkPlan#run()}. */
    public BulkPlanReport bulk(BulkPlan<T> plan) {
        return plan.run();
    }

    /** The ids of all documents that were refreshed, in no order. The stream must be closed. */
    public Stream<String> keys() {
        ScanRequest request = ScanRequest.of(name()).withProjection(new Projection.NoSource());
        return IndexScan.open(cluster, request).stream().map(ScannedDocument::id);
    }

    /** {@link Archive#archive(Query)}: moves all that a search finds to the archive. */
    public ArchiveReport archive(Query query) {
        return archive().archive(query);
    }

    /** {@link Archive#archive(String)}: moves one document to the archive. */
    public ArchiveReport archive(String id) {
        return archive().archive(id);
    }

    /** {@link Archive#restore}: moves one document back from the archive. */
    public VersionToken restore(String id) {
        return archive().restore(id);
    }

    /** {@link Archive#find}: looks once. */
    public Optional<Stored<T>> get(String id, Tier tier) {
        return archive().find(id, tier);
    }

    /** {@link Archive#search}: begins a search here, in the archive, or in both. */
    public SearchBuilder<T> search(Query query, Tier tier) {
        return archive().search(query, tier);
    }

    /** {@link SearchBuilder#count}: exactly. */
    public long count(String lucene, Tier tier) {
        return search(new Query.Lucene(lucene), tier).count();
    }

    /** {@link Archive#rollover}: lets the archive go on to a new index. */
    public Optional<String> rolloverArchive(RolloverConditions conditions) {
        return archive().rollover(conditions);
    }

    /** {@link Archive#fixIlm}: leaves the archive to the cluster's index lifecycle management. */
    public void fixIlm(ArchiveLifecycle lifecycle) {
        archive().fixIlm(lifecycle);
    }

    void register(SchemaMode mode) {
        administration().register(mode);
        if (mode == SchemaMode.UPDATE || mode == SchemaMode.MIGRATE) {
            archive().bringUpToDate();
        }
    }

    /** Writes everything to the disks, and makes it visible to searches. For tests and maintenance. */
    public void commit() {
        CollectionSchema.commit(cluster, name);
    }

    /** What the collection should look like. */
    public Schema schema() {
        return administration().schema();
    }

    /** {@link CollectionSchema#plan}: how the collection differs from its schema, and what mending that takes. */
    public SchemaPlan plan() {
        return administration().plan();
    }

    /** {@link CollectionSchema#reindex}, unless stored values would be left behind. */
    public MigrationReport reindex() {
        return administration().reindex(Loss.REFUSED, Progress.none());
    }

    /** {@link CollectionSchema#reindex}. */
    public MigrationReport reindex(Loss loss, Progress progress) {
        return administration().reindex(loss, progress);
    }

    /** {@link CollectionSchema#rollback}. */
    public String rollback(Loss loss) {
        return administration().rollback(loss);
    }

    /** {@link CollectionSchema#discardOldGenerations}. */
    public List<String> discardOldGenerations() {
        return administration().discardOldGenerations();
    }

    /** {@link CollectionSchema#fixShards}. */
    public Optional<MigrationReport> fixShards() {
        return administration().fixShards(Progress.none());
    }

    /** {@link CollectionSchema#fixReplicas}. */
    public void fixReplicas() {
        administration().fixReplicas();
    }

    /** {@link CollectionSchema#wipe}: removes all documents, but for those in the archive. */
    public void wipe() {
        administration().wipe();
    }
}
