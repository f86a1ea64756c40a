package dev.leat.datastore.document;

import dev.leat.elastic.LeatException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One or more documents are not there; carries those of the same call that are. */
public class MissingException extends LeatException {

    private static final long serialVersionUID = 1L;

    /** More ids than that are counted, not named. */
    private static final int NAMED = 5;

    private final transient Set<String> ids;
    private final transient Map<String, Stored<?>> found;

    public MissingException(String collection, String id) {
        this(collection, Set.of(id), Map.of());
    }

    MissingException(String collection, Set<String> ids, Map<String, Stored<?>> found) {
        super(message(collection, List.copyOf(ids)), null);
        this.ids = new LinkedHashSet<>(ids);
        this.found = Map.copyOf(found);
    }

    private static String message(String collection, List<String> ids) {
        String named = ids.stream().limit(NAMED).map(id -> "'" + id + "'").collect(Collectors.joining(", "));
        String rest = ids.size() > NAMED ? " and " + (ids.size() - NAMED) + " more" : "";
        return "collection " + collection + " has no document " + named + rest;
    }

    /** The ids that are not there, each once. */
    public Set<String> ids() {
        return ids;
    }

    /** The documents of the same call that are there, by id. */
    public Map<String, Stored<?>> found() {
        return found;
    }
}
