package dev.leat.datastore.update;

import dev.leat.datastore.document.BlockedCollectionException;
import dev.leat.datastore.document.ConflictException;
import dev.leat.datastore.document.MissingCollectionException;
import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.update.UpdateOutcome.Created;
import dev.leat.datastore.update.UpdateOutcome.Missing;
import dev.leat.datastore.update.UpdateOutcome.Unchanged;
import dev.leat.datastore.update.UpdateOutcome.Updated;
import dev.leat.elastic.BlockedException;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.OutcomeUnknownException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Body;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ElasticError;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.cluster.LostRequests;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.elastic.cluster.Verification.Finding;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One update on its way. When an answer is lost, it waits until the request has ended, and then asks the document's notes
 * whether it was carried out; where a second time does no harm, it is sent again at once. Not thread-safe; blocks.
 */
final class UpdateCall {

    /** How often Elasticsearch itself starts again when another writer came in between; beyond that we pause first. */
    private static final int RETRIES_ON_CONFLICT = 16;

    private final Cluster cluster;
    private final String collection;
    private final UpdateRequest update;
    private final @Nullable OperationId operation;
    private final long start;

    /** Whether an answer was lost, so that what is there may be this update's own doing. */
    private boolean lost;

    UpdateCall(Cluster cluster, String collection, UpdateRequest update, @Nullable OperationId operation) {
        this.cluster = cluster;
        this.collection = collection;
        this.update = update;
        this.operation = operation;
        this.start = cluster.waiter().nanoTime();
    }

    UpdateOutcome run() {
        Request request = request("leat-update-"
                + Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36));
        for (int retry = 0; ; retry++) {
            UpdateOutcome outcome = judge(request, perform(request));
            if (outcome != null) {
                return outcome;
            }
            pause(request, retry);
        }
    }

    private Response perform(Request request) {
        try {
            return cluster.perform(request);
        } catch (BlockedException e) {
            throw BlockedCollectionException.of(collection, e);
        }
    }

    private Request request(String opaqueId) {
        VersionToken version = update.version();
        UpdateScript.Terms terms = new UpdateScript.Terms(operation, null, version == null ? null : version.index());
        String path = "/" + Request.segment(collection) + "/_update/" + Request.segment(update.id());
        Request request = Request.of("POST", path, Repeat.ONCE)
                .withBody(new Body(Body.ContentType.JSON, UpdateScript.parts(update.steps(), terms, update.start())))
                .withParameter("require_alias", "true")
                .withOpaqueId(opaqueId)
                .verifiedBy(() -> look(opaqueId))
                .expecting(400, 404, 409);
        if (update.refresh() != Refresh.NONE) {
            request = request.withParameter("refresh", update.refresh().parameter());
        }
        return version == null
                ? request.withParameter("retry_on_conflict", Integer.toString(RETRIES_ON_CONFLICT))
                : request.withParameter("if_seq_no", Long.toString(version.seqNo()))
                        .withParameter("if_primary_term", Long.toString(version.primaryTerm()));
    }

    /** What an answer means; null when it is to be sent again. */
    private @Nullable UpdateOutcome judge(Request request, Response response) {
        if (response.isSuccess()) {
            return outcome(response);
        }
        String type = response.error().map(ElasticError::type).orElse("");
        return switch (response.status()) {
            case 409 -> update.version() == null ? null : conflict();
            case 404 -> absent(request, response, type);
            default -> throw refusal(request, response);
        };
    }

    private UpdateOutcome outcome(Response response) {
        JsonNode answer = response.json();
        VersionToken version = new VersionToken(
                answer.path("_index").asString(""),
                answer.path("_seq_no").asLong(),
                answer.path("_primary_term").asLong());
        if (lost && update.refresh() != Refresh.NONE) {
            new Indices(cluster).refresh(collection);
        }
        return switch (answer.path("result").asString("found")) {
            case "created" -> new Created(version);
            case "noop" -> lost && isOwnDoing() ? new Updated(version) : new Unchanged(version);
            // Found in place after a loss.
            case "found" ->
                update.start() != null && answer.path("_version").asLong() == 1
                        ? new Created(version)
                        : new Updated(version);
            default -> new Updated(version);
        };
    }

    /** Whether what is there was brought about by this update, so far as that can be known. */
    private boolean isOwnDoing() {
        return operation == null || lookAtNotes(operation) instanceof Finding.Applied;
    }

    /** Elasticsearch itself repeats a write when its primary shard moves, and then it may meet its own. */
    private UpdateOutcome conflict() {
        if (operation != null && lookAtNotes(operation) instanceof Finding.Applied applied) {
            return outcome(applied.response());
        }
        throw ConflictException.changed(collection, update.id());
    }

    private UpdateOutcome absent(Request request, Response response, String type) {
        if (type.equals("index_not_found_exception")) {
            throw new MissingCollectionException(collection);
        }
        if (!type.equals("document_missing_exception")) {
            throw Cluster.rejection(request, response);
        }
        if (update.version() != null) {
            throw ConflictException.changed(collection, update.id());
        }
        return new Missing();
    }

    private LeatException refusal(Request request, Response response) {
        String reason = response.error().map(ElasticError::reason).orElse("");
        VersionToken version = update.version();
        if (version != null && UpdateScript.isOtherIndex(reason)) {
            return ConflictException.olderGeneration(collection, update.id(), version);
        }
        return UpdateScript.refusal(reason)
                .<LeatException>map(why -> Updates.refused(collection, update.id(), why))
                .orElseGet(() -> Cluster.rejection(request, response));
    }

    /** Finds out what became of a request whose answer was lost. */
    private Finding look(String opaqueId) {
        lost = true;
        try {
            new LostRequests(cluster, cluster.settings().retryPolicy()).awaitEnd(opaqueId);
        } catch (UnavailableException | RejectedException e) {
            throw unknown(e);
        }
        return operation == null ? new Finding.NotApplied() : lookAtNotes(operation);
    }

    private Finding lookAtNotes(OperationId sent) {
        try {
            Response response = cluster.perform(
                    Request.read("GET", "/" + Request.segment(collection) + "/_doc/" + Request.segment(update.id()))
                            .withParameter("_source_includes", OperationNotes.FIELDS)
                            .expecting(404));
            if (response.status() == 404) {
                // With a version: it was there, and may have been changed by this update before it was deleted.
                return update.version() == null ? new Finding.NotApplied() : new Finding.Undecidable();
            }
            OperationNotes notes = OperationNotes.of(response.json().path("_source"));
            return switch (notes.find(sent, () -> new ServerClock(cluster).surelyBefore(elapsed()))) {
                case CARRIED_OUT -> new Finding.Applied(response);
                case NOT_CARRIED_OUT -> new Finding.NotApplied();
                case FORGOTTEN -> new Finding.Undecidable();
            };
        } catch (UnavailableException | RejectedException e) {
            throw unknown(e);
        }
    }

    private OutcomeUnknownException unknown(LeatException cause) {
        return new OutcomeUnknownException(
                "update of document '" + update.id() + "' of collection " + collection
                        + ": it was sent, and it could not be looked at what came of it (" + cause.getMessage()
                        + "); it may have taken effect, so look before you repeat it",
                cause);
    }

    private Duration elapsed() {
        return Duration.ofNanos(cluster.waiter().nanoTime() - start);
    }

    private void pause(Request request, int retry) {
        RetryPolicy policy = cluster.settings().retryPolicy();
        Duration pause = policy.backoff().delay(retry, ThreadLocalRandom.current());
        if (!policy.allows(elapsed(), pause)) {
            throw new UnavailableException(
                    request + ": others keep changing the document, or its index is blocked; gave up after "
                            + elapsed().toMillis() / 1000.0 + " s; nothing was changed, try again later",
                    null);
        }
        try {
            cluster.waiter().sleep(pause);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("an update in collection " + collection, e);
        }
    }
}
