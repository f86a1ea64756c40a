package dev.leat.datastore.query;

import dev.leat.datastore.document.VersionToken;
import java.util.List;
import java.util.Map;

/**
 * A document that a search found.
 *
 * @param version for a replace or delete that must not overwrite what came later
 * @param score how well it matches; 0 when the search did not compute it, as under a sort
 * @param highlights the fragments of each field that was to be highlighted and matched
 */
public record Match<T>(String id, T value, VersionToken version, double score, Map<String, List<String>> highlights) {

    public Match {
        highlights = Map.copyOf(highlights);
    }
}
