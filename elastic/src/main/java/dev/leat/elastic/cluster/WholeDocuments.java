package dev.leat.elastic.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads documents with all that they have. From 9.2 on, Elasticsearch leaves vectors out of the documents of indices that
 * were made since, unless it is asked for them; who writes such a document back would lose them. It rebuilds them, so that
 * their last digits may differ from those that were sent, unless the index has {@code
 * index.mapping.exclude_source_vectors: false}. Thread-safe; blocks.
 */
public final class WholeDocuments {

    private static final String PARAMETER = "_source_exclude_vectors";
    private static final int BAD_REQUEST = 400;

    private final Cluster cluster;

    /** Releases before 9.2 refuse the parameter, and leave nothing out. Whether they did is asked once. */
    private volatile boolean isRefused;

    public WholeDocuments(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Sends a get, a multi-get or a search; as {@link Cluster#perform} does.
     *
     * @throws dev.leat.elastic.RejectedException as there
     */
    public Response perform(Request request) {
        if (isRefused) {
            return cluster.perform(request);
        }
        List<Integer> expected = new ArrayList<>(request.expected());
        expected.add(BAD_REQUEST);
        Response response =
                cluster.perform(request.withParameter(PARAMETER, "false").expecting(expected.toArray(Integer[]::new)));
        if (response.status() != BAD_REQUEST) {
            return response;
        }
        if (response.error().filter(error -> error.reason().contains(PARAMETER)).isPresent()) {
            isRefused = true;
        }
        // What else is wrong with the request is said in answer to what the caller has asked.
        return cluster.perform(request);
    }
}
