package dev.leat.datastore;

import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.schema.CollectionSchema;
import dev.leat.datastore.schema.Layout;
import dev.leat.datastore.schema.Schema;
import dev.leat.datastore.schema.SchemaMode;
import dev.leat.datastore.update.OperationIds;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The typed collections that an application keeps in one Elasticsearch cluster. Collections are registered first, which
 * brings the cluster in line with their classes; an application does best with a class of its own that registers all of
 * them. Thread-safe; calls that talk to the cluster block, and are meant for virtual threads.
 */
public final class Datastore implements AutoCloseable {

    private final Cluster cluster;
    private final @Nullable Cluster owned;
    private final OperationIds operationIds = new OperationIds(new SecureRandom());
    private final Map<String, Collection<?>> collections = new ConcurrentSkipListMap<>();

    private Datastore(Cluster cluster, @Nullable Cluster owned) {
        this.cluster = cluster;
        this.owned = owned;
    }

    /** A datastore in the cluster at one URL, or several with commas between. Nothing is sent yet. */
    public static Datastore connect(String urls, Credentials credentials) {
        return connect(ClusterSettings.of(urls).withCredentials(credentials));
    }

    /**
     * A datastore with all settings of the connection, such as how long an outage is waited out: with {@link
     * dev.leat.elastic.cluster.RetryPolicy#untilAvailable()} as long as it takes. Nothing is sent yet.
     */
    public static Datastore connect(ClusterSettings settings) {
        Cluster cluster = Cluster.connect(settings);
        return new Datastore(cluster, cluster);
    }

    /** A datastore over a connection that stays the caller's to close. */
    public static Datastore of(Cluster cluster) {
        return new Datastore(cluster, null);
    }

    /** Registers a class under the name that it has from its annotation, or from its own name. */
    public <T> Collection<T> register(Class<T> type) {
        return register(DocumentType.of(type).name(), type);
    }

    /** Registers a class under a name, in the mode {@link SchemaMode#UPDATE} and the standard layout. */
    public <T> Collection<T> register(String name, Class<T> type) {
        return register(name, type, Layout.standard(), SchemaMode.UPDATE);
    }

    /**
     * Registers a class: creates the collection or brings it up to date, as far as the mode allows. A second time, the new
     * class takes the place of the old one.
     *
     * @throws ConfigException when the class or the name cannot be used; names all problems
     * @throws dev.leat.datastore.schema.SchemaMismatchException when what is in the cluster does not fit the class
     */
    public <T> Collection<T> register(String name, Class<T> type, Layout layout, SchemaMode mode) {
        DocumentType<T> documents = DocumentType.of(type);
        CollectionSchema schema = new CollectionSchema(cluster, Schema.of(name, documents, layout));
        Collection<T> collection = new Collection<>(cluster, documents, schema, operationIds);
        collection.register(mode);
        collections.put(name, collection);
        return collection;
    }

    /**
     * A collection over an index that somebody else made and keeps, such as one of another product: reads, searches and
     * writes of documents, with versions. Its mapping is neither compared with the class nor changed; there are no
     * generations and no archive, and nothing is registered. Any name will do. An unconditional write goes to the alias, a
     * conditional one to the one index that was read, and neither ever makes an index. For that the index gets one more
     * alias, its name and {@code -only}, hidden from wildcards; an index that is attached by its own name is known by that
     * alias.
     *
     * @throws dev.leat.datastore.document.MissingCollectionException when there is neither an alias nor an index of that name
     * @throws ConfigException when the class cannot be used, or the alias leads to several indices
     */
    public <T> Collection<T> attach(String aliasOrIndex, Class<T> type) {
        DocumentType<T> documents = DocumentType.of(type);
        return new Collection<>(cluster, documents, AttachedIndex.resolve(cluster, aliasOrIndex), operationIds);
    }

    /**
     * A registered collection.
     *
     * @throws ConfigException when there is none of that name
     */
    public Collection<?> collection(String name) {
        Collection<?> collection = collections.get(name);
        if (collection == null) {
            throw new ConfigException(
                    "collection",
                    "'" + name + "' is not registered; registered are "
                            + (collections.isEmpty() ? "none" : String.join(", ", collections.keySet())));
        }
        return collection;
    }

    /**
     * A registered collection.
     *
     * @throws ConfigException when there is none of that name, or it holds documents of another class
     */
    @SuppressWarnings("unchecked") // the type of its documents is compared first
    public <T> Collection<T> collection(String name, Class<T> type) {
        Collection<?> collection = collection(name);
        if (!collection.type().javaType().equals(type)) {
            throw new ConfigException(
                    "collection",
                    "'" + name + "' holds " + collection.type().javaType().getName() + " and not " + type.getName());
        }
        return (Collection<T>) collection;
    }

    /** The registered collections by name. */
    public Map<String, Collection<?>> collections() {
        return new TreeMap<>(collections);
    }

    /** The schemas of all registered collections as JSON, for review and for {@code leat collection plan}. */
    public byte[] exportSchema() {
        List<Schema> schemas =
                collections.values().stream().map(Collection::schema).toList();
        return Schema.toJson(schemas);
    }

    /** The connection, for whatever the datastore has no words for. */
    public Cluster cluster() {
        return cluster;
    }

    /** Ends the connection, unless it was handed in. */
    @Override
    public void close() {
        if (owned != null) {
            owned.close();
        }
    }
}
