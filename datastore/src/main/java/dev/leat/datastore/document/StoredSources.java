package dev.leat.datastore.document;

import dev.leat.elastic.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Documents as they are stored, for whoever moves them about without knowing their class. Reads are realtime: they see
 * every acknowledged write. Thread-safe; blocks.
 */
public final class StoredSources {

    /** All of a source. */
    public static final String WHOLE = "true";

    /** Nothing of it: only whether there is a document, and in which version. */
    public static final String NOTHING = "false";

    private final DocumentReader reader;
    private final DocumentWriter writer;

    public StoredSources(Cluster cluster, String collection) {
        this.reader = new DocumentReader(cluster, collection);
        this.writer = new DocumentWriter(cluster, collection, reader);
    }

    /** The document of the collection; null when there is none. */
    public @Nullable StoredSource find(String id) {
        StoredBytes found = reader.find(id);
        return found == null ? null : found.toSource();
    }

    /**
     * The documents in the order of the places; null for one that is not there, nor its index.
     *
     * @param source {@link #WHOLE}, {@link #NOTHING}, or the path of the one field that is wanted
     */
    public List<@Nullable StoredSource> findAll(List<Place> places, String source) {
        List<@Nullable StoredSource> found = new ArrayList<>(places.size());
        for (StoredBytes bytes : reader.findAt(places, source)) {
            found.add(bytes == null ? null : bytes.toSource());
        }
        return found;
    }

    /**
     * Stores a new document in the collection.
     *
     * @param source without hidden fields of the library's
     * @throws ConflictException when there is one of that id
     */
    public VersionToken create(String id, byte[] source) {
        return writer.create(id, source, Refresh.NONE);
    }
}
