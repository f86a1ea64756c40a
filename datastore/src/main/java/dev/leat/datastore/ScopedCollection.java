package dev.leat.datastore;

import dev.leat.datastore.document.DeleteOutcome;
import dev.leat.datastore.document.Documents;
import dev.leat.datastore.document.OnMissing;
import dev.leat.datastore.document.OutsideScopeException;
import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.document.ScopedWriter;
import dev.leat.datastore.document.Stored;
import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.query.AccessFilter;
import dev.leat.datastore.query.AccessScope;
import dev.leat.datastore.query.ByQueryReport;
import dev.leat.datastore.query.CollectionField;
import dev.leat.datastore.query.Query;
import dev.leat.datastore.query.SearchBuilder;
import dev.leat.datastore.query.Searches;
import dev.leat.datastore.update.ScopedUpdates;
import dev.leat.datastore.update.UpdateBuilder;
import dev.leat.datastore.update.UpdateOperation;
import dev.leat.datastore.update.Updates;
import dev.leat.elastic.cluster.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A view of the documents of a {@link Collection} that an {@link AccessFilter} admits. Whoever holds it sees and changes no
 * others: it behaves as a collection that holds only these. A document outside counts as missing. What would store a
 * document outside, or replace one, ends with an {@link OutsideScopeException}, which tells that the id is taken and
 * nothing more. There is no administration. A document that others move out of the scope or into it is judged as it is at
 * the moment of each write.
 *
 * <p>Each write by an id reads the document first; it goes through only if the document is still the version that was
 * judged, and begins again otherwise. Thread-safe; calls block, and throw what those of {@link Collection} throw.
 */
public final class ScopedCollection<T> {

    private final Cluster cluster;
    private final DocumentType<T> type;
    private final Documents<T> all;
    private final Updates<T> updates;
    private final Searches<T> searches;
    private final AccessScope scope;

    private final Documents<T> documents;
    private final ScopedWriter writer;
    private final ScopedUpdates<T> scopedUpdates;
    private final Searches<T> scopedSearches;
    private final ScopedPlan<T> plan;

    ScopedCollection(Cluster cluster, Documents<T> all, Updates<T> updates, Searches<T> searches, AccessScope scope) {
        this.cluster = cluster;
        this.type = updates.type();
        this.all = all;
        this.updates = updates;
        this.searches = searches;
        this.scope = scope;
        this.documents = all.scoped(scope);
        this.writer = new ScopedWriter(cluster, updates.collection(), scope);
        this.scopedUpdates = new ScopedUpdates<>(updates, writer);
        this.scopedSearches = searches.scoped(scope.filter());
        this.plan = new ScopedPlan<>(writer, scopedUpdates);
    }

    /** What this view and the filter admit, both. */
    public ScopedCollection<T> scoped(AccessFilter filter) {
        return new ScopedCollection<>(cluster, all, updates, searches, scope.and(filter));
    }

    /** {@link Collection#name}. */
    public String name() {
        return updates.collection();
    }

    /** {@link Collection#type}. */
    public DocumentType<T> type() {
        return type;
    }

    /** {@link Documents#get}. */
    public Optional<Stored<T>> get(String id) {
        return documents.get(id);
    }

    /** {@link Documents#getIfExists}. */
    public Optional<Stored<T>> getIfExists(String id) {
        return documents.getIfExists(id);
    }

    /** {@link Documents#require(String)}: waits until the document exists and is inside. */
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

    /**
     * {@link Documents#save(String, Object, Refresh)}.
     *
     * @throws OutsideScopeException when the value, or the document that it would replace, lies outside
     * @throws dev.leat.datastore.document.ConflictException when others changed the document all the while
     */
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

    /**
     * {@link Documents#create(String, Object, Refresh)}.
     *
     * @throws OutsideScopeException when the value lies outside, or its id is taken by a document that does
     */
    public VersionToken create(String id, T value, Refresh refresh) {
        return documents.create(id, value, refresh);
    }

    /** {@link Documents#replace(Object, VersionToken)}. */
    public VersionToken replace(T value, VersionToken version) {
        return documents.replace(value, version);
    }

    /**
     * {@link Documents#replace(String, Object, VersionToken, Refresh)}.
     *
     * @throws OutsideScopeException when the document would lie outside
     */
    public VersionToken replace(String id, T value, VersionToken version, Refresh refresh) {
        return documents.replace(id, value, version, refresh);
    }

    /** {@link Documents#modify(String, UnaryOperator)}. */
    public Stored<T> modify(String id, UnaryOperator<T> change) {
        return documents.modify(id, change);
    }

    /**
     * {@link Documents#modify(String, UnaryOperator, Refresh)}.
     *
     * @throws OutsideScopeException when the document would lie outside
     */
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

    /** {@link ScopedUpdates#update}: begins a change of single fields of a document. */
    public UpdateBuilder<T> update(String id) {
        return scopedUpdates.update(id);
    }

    /** {@link Searches#search(String)}. */
    public SearchBuilder<T> search(String lucene) {
        return scopedSearches.search(lucene);
    }

    /** {@link Searches#search(Query)}. */
    public SearchBuilder<T> search(Query query) {
        return scopedSearches.search(query);
    }

    /** {@link SearchBuilder#stream}. The stream must be closed. */
    public Stream<T> streamSearch(String lucene) {
        return search(lucene).stream();
    }

    /** {@link SearchBuilder#count}. */
    public long count(String lucene) {
        return search(lucene).count();
    }

    /** {@link SearchBuilder#deleteByQuery}. */
    public ByQueryReport deleteByQuery(Query query) {
        return search(query).deleteByQuery();
    }

    /** {@link Collection#updateByQuery}; a document that would lie outside afterwards counts as failed. */
    public ByQueryReport updateByQuery(Query query, List<UpdateOperation> operations) {
        String inside = scopedSearches.rewriter().rewrite(query, List.of()).toString();
        return UpdateByQuery.runScoped(updates, writer, searches.search(Query.json(inside)), operations);
    }

    /** {@link Searches#fields}; without the keys of dynamic maps, which may come from documents outside. */
    public List<CollectionField> fields() {
        return scopedSearches.fields();
    }

    /**
     * An empty plan of writes to many documents. Items that would lie outside, or replace what does, are {@link
     * PlanOutcome.Rejected}. Each item is a write by an id, so that a plan takes longer than one for the whole collection.
     */
    public BulkPlan<T> bulkPlan() {
        return new BulkPlan<>(cluster, name(), type, updates, plan);
    }

    /**
     * {@link BulkPlan#run()}.
     *
     * @throws IllegalArgumentException when the plan was not made by this view
     */
    public BulkPlanReport bulk(BulkPlan<T> items) {
        if (!items.isOf(plan)) {
            throw new IllegalArgumentException(
                    "the plan was not made by this scoped collection; make it with its bulkPlan()");
        }
        return items.run();
    }

    /** The ids of all documents inside that were refreshed, in no order. The stream must be closed. */
    public Stream<String> keys() {
        return search(Query.all()).keys();
    }
}
