package dev.leat.datastore.query;

import dev.leat.datastore.mapping.DocumentType;
import dev.leat.elastic.cluster.Cluster;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is searched in one collection, or in the part of it that an access scope admits. Thread-safe; what it makes
 * blocks when it runs.
 */
public final class Searches<T> {

    private final Cluster cluster;
    private final String alias;
    private final DocumentType<T> type;
    private final @Nullable AccessScope scope;
    private final ModelFields fields;
    private final QueryRewriter rewriter;
    private final Map<Class<?>, DocumentType<?>> projections = new ConcurrentHashMap<>();

    private Searches(Cluster cluster, String alias, DocumentType<T> type, @Nullable AccessScope scope) {
        this.cluster = cluster;
        this.alias = alias;
        this.type = type;
        this.scope = scope;
        this.fields = new ModelFields(type);
        this.rewriter = new QueryRewriter(type, scope);
    }

    /** The searches of a collection; its documents are behind the alias. */
    public static <T> Searches<T> of(Cluster cluster, String alias, DocumentType<T> type) {
        return new Searches<>(cluster, alias, type, null);
    }

    /** The same, narrowed to what the filter admits, and what this admits already. */
    public Searches<T> scoped(AccessFilter filter) {
        AccessScope narrower = scope == null ? AccessScope.of(filter, type) : scope.and(filter);
        return new Searches<>(cluster, alias, type, narrower);
    }

    /** Begins a search by Lucene text; {@link Query#lucene} puts values into such text safely. */
    public SearchBuilder<T> search(String lucene) {
        return search(new Query.Lucene(lucene));
    }

    /** Begins a search. */
    public SearchBuilder<T> search(Query query) {
        return new SearchBuilder<>(this, type, query);
    }

    /**
     * What the index can do with which field: the model's, and those that the index has besides. Under a scope only the
     * model's: the keys of a map may come from documents that lie outside.
     */
    public List<CollectionField> fields() {
        List<CollectionField> all = CollectionFields.read(cluster, alias, type);
        return scope == null
                ? all
                : all.stream().filter(field -> fields.isDeclared(field.path())).toList();
    }

    /** The one rewriting of queries, for what changes documents by a query. */
    public QueryRewriter rewriter() {
        return rewriter;
    }

    Cluster cluster() {
        return cluster;
    }

    String alias() {
        return alias;
    }

    ModelFields model() {
        return fields;
    }

    @Nullable
    AccessScope scope() {
        return scope;
    }

    SearchCall call() {
        return new SearchCall(cluster, alias);
    }

    /** The shape of a projection; its fields are checked against the model once. */
    <R> DocumentType<R> projection(Class<R> shape) {
        DocumentType<?> known = projections.computeIfAbsent(shape, this::checkedProjection);
        @SuppressWarnings("unchecked") // the map's values are of their keys' types
        DocumentType<R> typed = (DocumentType<R>) known;
        return typed;
    }

    private DocumentType<?> checkedProjection(Class<?> shape) {
        DocumentType<?> projection = DocumentType.of(shape);
        projection.fields().forEach(field -> fields.require(field.path()));
        return projection;
    }
}
