package dev.leat.datastore.document;

import dev.leat.elastic.BlockedException;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.OutcomeUnknownException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Body;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ElasticError;
import dev.leat.elastic.cluster.LostRequests;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.elastic.cluster.Verification.Finding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;

/**
 * Writes single documents. When an answer is lost, it waits until the request has ended, looks at the document, and
 * decides by what is there and by the {@link WriteMark} that creates and conditional writes leave:
 *
 * <table>
 * <caption>Write × what is there</caption>
 * <tr><th>write</th><th>absent</th><th>present</th></tr>
 * <tr><td>save</td><td>again</td><td>as sent: done; else again: the last write wins</td></tr>
 * <tr><td>create</td><td>again</td><td>with its mark: done; at version 1 without: conflict; else unknown</td></tr>
 * <tr><td>replace</td><td>unknown</td><td>as it was: again; with its mark: done; changed with all older marks kept:
 * conflict; else unknown</td></tr>
 * <tr><td>delete</td><td>gone</td><td>again</td></tr>
 * <tr><td>delete if unchanged</td><td>gone</td><td>as it was: again; else unknown</td></tr>
 * </table>
 *
 * <p>Unconditional writes go to the alias and never make an index. Conditional ones go to the one index that the
 * version names, and never make it anew: sequence numbers of two generations have nothing to do with each other. Thread-safe; blocks.
 */
final class DocumentWriter {

    private final Cluster cluster;
    private final String collection;
    private final DocumentReader reader;
    private final LostRequests lost;
    private final WriteMark marks = new WriteMark();

    DocumentWriter(Cluster cluster, String collection, DocumentReader reader) {
        this.cluster = cluster;
        this.collection = collection;
        this.reader = reader;
        this.lost = new LostRequests(cluster, cluster.settings().retryPolicy());
    }

    String nextMark() {
        return marks.next();
    }

    VersionToken save(String id, byte[] source, Refresh refresh) {
        Request request = put(collection, "_doc", id, refresh, nextMark())
                .withParameter("require_alias", "true")
                .withBody(Body.json(source));
        return token(performOnAlias(verified(request, () -> {
            StoredBytes found = reader.find(id);
            return found != null && found.isSameAs(source)
                    ? new Finding.Applied(written(found.token()))
                    : new Finding.NotApplied();
        })));
    }

    VersionToken create(String id, byte[] source, Refresh refresh) {
        String mark = nextMark();
        Request request = put(collection, "_create", id, refresh, mark)
                .withParameter("require_alias", "true")
                .withBody(Body.json(WriteMark.first(source, mark)));
        Response response = performOnAlias(verified(request, () -> created(id, mark)));
        if (response.status() == 409) {
            return own(request, () -> created(id, mark)).orElseThrow(() -> ConflictException.exists(collection, id));
        }
        return token(response);
    }

    private Finding created(String id, String mark) {
        StoredBytes found = reader.find(id);
        if (found == null) {
            return new Finding.NotApplied();
        }
        if (WriteMark.isIn(found.source(), mark)) {
            return new Finding.Applied(written(found.version() == 1 ? found.token() : found.outdated()));
        }
        return found.version() == 1 ? new Finding.Applied(conflict()) : new Finding.Undecidable();
    }

    /**
     * Replaces one version of a document.
     *
     * @param base that version
     * @param source the new document, with the marks of the base and its own
     */
    VersionToken replace(StoredBytes base, byte[] source, String mark, Refresh refresh) {
        VersionToken token = base.token();
        Request request = put(token.ownAlias(), "_doc", base.id(), refresh, mark)
                .withParameter("require_alias", "true")
                .withParameter("if_seq_no", Long.toString(token.seqNo()))
                .withParameter("if_primary_term", Long.toString(token.primaryTerm()))
                .withBody(Body.json(source));
        Response response =
                performOnGeneration(verified(request, () -> replaced(base, source, mark)), base.id(), token);
        if (response.status() == 409) {
            return own(request, () -> replaced(base, source, mark))
                    .orElseThrow(() -> ConflictException.changed(collection, base.id()));
        }
        return token(response);
    }

    private Finding replaced(StoredBytes base, byte[] source, String mark) {
        StoredBytes found = reader.find(base.index(), base.id());
        if (found == null) {
            return new Finding.Undecidable();
        }
        if (found.is(base.token())) {
            return new Finding.NotApplied();
        }
        return switch (WriteMark.trace(base.source(), found.source(), mark)) {
            case FOUND -> new Finding.Applied(written(found.isSameAs(source) ? found.token() : found.outdated()));
            case NOT_FOUND -> new Finding.Applied(conflict());
            case LOST -> new Finding.Undecidable();
        };
    }

    DeleteOutcome delete(String id, Refresh refresh) {
        Request request = request("DELETE", collection, "_doc", id, refresh, nextMark());
        Response response = performOnAlias(verified(
                request, () -> reader.find(id) == null ? new Finding.Applied(gone()) : new Finding.NotApplied()));
        return outcome(response);
    }

    DeleteOutcome delete(String id, VersionToken token, Refresh refresh) {
        Request request = request("DELETE", token.index(), "_doc", id, refresh, nextMark())
                .withParameter("if_seq_no", Long.toString(token.seqNo()))
                .withParameter("if_primary_term", Long.toString(token.primaryTerm()));
        Response response = performOnGeneration(
                verified(request, () -> {
                    StoredBytes found = reader.find(token.index(), id);
                    if (found == null) {
                        return new Finding.Applied(gone());
                    }
                    return found.is(token) ? new Finding.NotApplied() : new Finding.Undecidable();
                }),
                id,
                token);
        if (response.status() == 409) {
            throw ConflictException.changed(collection, id);
        }
        return outcome(response);
    }

    private static DeleteOutcome outcome(Response response) {
        return switch (response.json().path("result").asString("")) {
            case "deleted" -> DeleteOutcome.DELETED;
            case "not_found" -> DeleteOutcome.MISSING;
            default -> DeleteOutcome.GONE;
        };
    }

    private static Request put(String index, String endpoint, String id, Refresh refresh, String mark) {
        return request("PUT", index, endpoint, id, refresh, mark);
    }

    private static Request request(
            String method, String index, String endpoint, String id, Refresh refresh, String mark) {
        String path = "/" + Request.segment(index) + "/" + endpoint + "/" + Request.segment(id);
        Request request = Request.of(method, path, Repeat.ONCE).withOpaqueId(mark);
        return refresh == Refresh.NONE ? request : request.withParameter("refresh", refresh.parameter());
    }

    private interface Look {
        Finding look();
    }

    private Request verified(Request request, Look look) {
        String mark = String.valueOf(request.opaqueId());
        return request.verifiedBy(() -> found(request, () -> {
            lost.awaitEnd(mark);
            return look.look();
        }));
    }

    private static Finding found(Request request, Look look) {
        try {
            return look.look();
        } catch (MissingCollectionException e) {
            throw e;
        } catch (UnavailableException | RejectedException e) {
            throw new OutcomeUnknownException(
                    request + ": it was sent, and it could not be looked at what came of it (" + e.getMessage()
                            + "); it may have taken effect, so look before you repeat it",
                    e);
        }
    }

    /**
     * The version that a write left which was refused as a conflict, if that was one with itself: Elasticsearch repeats a
     * write when its primary shard moves, and a modify that took that for another's would be carried out twice.
     */
    private static Optional<VersionToken> own(Request request, Look look) {
        return found(request, look) instanceof Finding.Applied applied
                        && applied.response().isSuccess()
                ? Optional.of(token(applied.response()))
                : Optional.empty();
    }

    private Response performOnAlias(Request request) {
        Response response;
        try {
            response = cluster.perform(request.expecting(404, 409));
        } catch (BlockedException e) {
            throw BlockedCollectionException.of(collection, e);
        }
        if (response.status() == 404 && !isAbsent(response)) {
            if (isType(response, "index_not_found_exception")) {
                throw new MissingCollectionException(collection);
            }
            throw Cluster.rejection(request, response);
        }
        return response;
    }

    /**
     * Sends a conditional write to its concrete index. Where that is blocked, as during a migration, or gone, the alias
     * says what that means: another index behind it is a conflict, else the block is waited out.
     */
    private Response performOnGeneration(Request request, String id, VersionToken token) {
        RetryPolicy policy = cluster.settings().retryPolicy();
        long start = cluster.waiter().nanoTime();
        for (int retry = 0; ; retry++) {
            Response response = cluster.perform(request.expecting(403, 404, 409));
            boolean blocked = response.status() == 403 && isType(response, "cluster_block_exception");
            boolean absent = response.status() == 404 && isType(response, "index_not_found_exception");
            if (!blocked && !absent) {
                if (response.isSuccess() || isAbsent(response) || response.status() == 409) {
                    return response;
                }
                throw Cluster.rejection(request, response);
            }
            if (!currentIndex().equals(token.index())) {
                throw ConflictException.olderGeneration(collection, id, token);
            }
            if (absent) {
                restoreOwnAlias(token);
            }
            Duration pause = policy.backoff().delay(retry, ThreadLocalRandom.current());
            Duration elapsed = Duration.ofNanos(cluster.waiter().nanoTime() - start);
            if (!policy.allows(elapsed, pause)) {
                throw BlockedCollectionException.of(collection, blocked(request, response, elapsed));
            }
            sleep(pause);
        }
    }

    /** An index that was made or restored by other means than registration may lack it. */
    private void restoreOwnAlias(VersionToken token) {
        cluster.perform(VersionToken.ownAliasRequest(token.index()).expecting(404));
    }

    private static BlockedException blocked(Request request, Response response, Duration elapsed) {
        String why = response.error().map(ElasticError::reason).orElse("");
        return new BlockedException(
                request + ": " + why + "; gave up after " + elapsed.toMillis() / 1000.0 + " s; nothing was done", null);
    }

    void sleep(Duration pause) {
        try {
            cluster.waiter().sleep(pause);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("a write to collection " + collection, e);
        }
    }

    /** The concrete index behind the alias. */
    private String currentIndex() {
        Response response = cluster.perform(
                Request.read("GET", "/_alias/" + Request.segment(collection)).expecting(404));
        if (response.status() == 404) {
            throw new MissingCollectionException(collection);
        }
        String only = "";
        for (Map.Entry<String, JsonNode> index : response.json().properties()) {
            only = index.getKey();
        }
        return only;
    }

    /** Whether a delete found nothing to delete. */
    private static boolean isAbsent(Response response) {
        return response.status() == 404 && DocumentReader.says(response, "result", "not_found");
    }

    private static boolean isType(Response response, String type) {
        return response.error().filter(error -> error.type().equals(type)).isPresent();
    }

    private static VersionToken token(Response response) {
        JsonNode json = response.json();
        return new VersionToken(
                json.path("_index").asString(""),
                json.path("_seq_no").asLong(),
                json.path("_primary_term").asLong());
    }

    private Response written(VersionToken token) {
        return answer(
                200,
                "{\"_index\":\"" + token.index() + "\",\"_seq_no\":" + token.seqNo() + ",\"_primary_term\":"
                        + token.primaryTerm() + "}");
    }

    private Response conflict() {
        return answer(409, "{}");
    }

    private Response gone() {
        return answer(200, "{\"result\":\"gone\"}");
    }

    /** What the request would have been answered, as far as this class reads it. */
    private Response answer(int status, String json) {
        return new Response(
                cluster.settings().nodes().getFirst(),
                status,
                json.getBytes(StandardCharsets.UTF_8),
                Map.of("x-elastic-product", "Elasticsearch"));
    }
}
