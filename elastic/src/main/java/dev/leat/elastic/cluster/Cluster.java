package dev.leat.elastic.cluster;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.Waiter;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A connection to one Elasticsearch cluster, 8.19 or 9.x: keeps connections alive, goes round the nodes, and sends again
 * what may be sent again (see {@link Repeat}). Thread-safe; all calls block, and are meant for virtual threads. An
 * interrupt ends a call at once with {@link dev.leat.elastic.CancelledException}.
 *
 * <p>Answers are held whole in memory: a caller bounds them by what it asks for.
 */
public final class Cluster implements AutoCloseable {

    private final ClusterSettings settings;
    private final HttpTransport transport;
    private final NodePool nodes;
    private final Waiter waiter;
    private final RetryEngine engine;
    private final AtomicReference<@Nullable ClusterInfo> info;
    private final ElasticsearchClient client;

    private Cluster(
            ClusterSettings settings,
            HttpTransport transport,
            NodePool nodes,
            Waiter waiter,
            AtomicReference<@Nullable ClusterInfo> info) {
        this.settings = settings;
        this.transport = transport;
        this.nodes = nodes;
        this.waiter = waiter;
        this.info = info;
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        this.engine = new RetryEngine(this::attempt, settings.retryPolicy(), waiter, random);
        this.client = new ElasticsearchClient(new TypedTransport(engine));
    }

    /** Makes a connection ready; nothing is sent, so this works while the cluster is down. */
    public static Cluster connect(ClusterSettings settings) {
        return connect(settings, Waiter.system());
    }

    /** As {@link #connect(ClusterSettings)}, with a clock of the caller's. */
    public static Cluster connect(ClusterSettings settings, Waiter waiter) {
        return new Cluster(
                settings,
                new HttpTransport(settings),
                new NodePool(settings.nodes(), waiter),
                waiter,
                new AtomicReference<>());
    }

    /** As {@link #connect(ClusterSettings)} for one URL, or several with commas between. */
    public static Cluster connect(String urls, Credentials credentials) {
        return connect(ClusterSettings.of(urls).withCredentials(credentials));
    }

    /** The same connection with another patience; closing either closes both. */
    public Cluster withRetryPolicy(RetryPolicy policy) {
        return new Cluster(settings.withRetryPolicy(policy), transport, nodes, waiter, info);
    }

    public ClusterSettings settings() {
        return settings;
    }

    /** The clock by which this cluster's retries wait. */
    public Waiter waiter() {
        return waiter;
    }

    /**
     * The official typed client over the same connections and the same retry engine. Errors of Elasticsearch come as its
     * own {@code ElasticsearchException}; everything else as the exceptions of {@link #perform}. GET, HEAD and the
     * reading POST endpoints count as {@link Repeat#READ}, PUT and DELETE as {@link Repeat#IDEMPOTENT}, any other POST
     * as {@link Repeat#ONCE}.
     */
    public ElasticsearchClient client() {
        return client;
    }

    /**
     * Sends a request as often as its {@link Repeat} allows and the retry policy grants.
     *
     * @return the answer, if its status is 2xx or expected
     * @throws RejectedException for any other status
     * @throws ConfigException when something else than Elasticsearch answers as if all were well
     * @throws dev.leat.elastic.UnavailableException when the cluster stayed away beyond the deadline, nothing being done
     * @throws dev.leat.elastic.OutcomeUnknownException when the request may have been carried out
     * @throws dev.leat.elastic.CancelledException when the thread was interrupted
     */
    public Response perform(Request request) {
        Response response = engine.perform(request);
        if (response.isSuccess() && !response.isFromElasticsearch()) {
            throw notElasticsearch(response);
        }
        if (response.isSuccess() || request.expected().contains(response.status())) {
            return response;
        }
        throw rejection(request, response);
    }

    /** Sends a request once, to the node whose turn it is, and says exactly how far it came. */
    public Attempt attempt(Request request) {
        URI node = nodes.next();
        Attempt attempt = transport.send(node, request);
        switch (attempt) {
            case Attempt.Answered answered -> nodes.answered(node);
            case Attempt.NotSent notSent -> nodes.failed(node);
            case Attempt.Lost lost -> nodes.failed(node);
        }
        return attempt;
    }

    /**
     * Name and version of the cluster, asked once and then remembered.
     *
     * @throws ConfigException when what answers is not Elasticsearch
     */
    public ClusterInfo info() {
        ClusterInfo known = info.get();
        if (known != null) {
            return known;
        }
        Response response = perform(Request.read("GET", "/"));
        ClusterInfo fetched;
        try {
            fetched = ClusterInfo.parse(response);
        } catch (JacksonException e) {
            throw notElasticsearch(response);
        }
        info.set(fetched);
        return fetched;
    }

    /** The exception for an answer that is an error. */
    public static RejectedException rejection(Request request, Response response) {
        int status = response.status();
        Optional<ElasticError> error = response.error();
        String type = error.map(ElasticError::type).orElse("http_" + status);
        String reason = error.map(ElasticError::reason).orElse("status " + status + " without an explanation");
        String advice = switch (status) {
            case 401 -> "; check the API key, or user and password";
            case 403 -> "; the user or API key lacks the privilege for this";
            default -> error.isEmpty() ? "; is " + response.node() + " Elasticsearch?" : "";
        };
        return new RejectedException(status, type, request + " was refused: " + reason + advice);
    }

    static ConfigException notElasticsearch(Response response) {
        return new ConfigException(
                "elasticsearch", "what answers at " + response.node() + " is not Elasticsearch; check the URL");
    }

    /** Ends the connections; calls under way end with an exception. */
    @Override
    public void close() {
        transport.close();
    }
}
