package dev.leat.elastic.bulk;

import dev.leat.elastic.LeatException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Attempt;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ElasticError;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the sending of one bulk request came to. */
sealed interface Reply {

    /** It was answered operation by operation. */
    record Items(List<ItemResult> results) implements Reply {}

    /** Surely nothing of it was carried out, and later it may be. */
    record NotNow(
            String reason,
            @Nullable Exception cause,
            @Nullable Duration retryAfter,
            Load load) implements Reply {}

    /** Whether a refusal says that the cluster has too much to do. */
    enum Load {
        TOO_MUCH,
        /** It is not load: the index takes no writes. */
        BLOCKED,
        NOT_THE_REASON
    }

    /** Surely nothing of it was carried out, because it is too large. */
    record TooLarge(ElasticError error) implements Reply {}

    /** The request as a whole is wrong, because of one operation in it. */
    record Malformed(int status, ElasticError error) implements Reply {}

    /** It, or a part of it, may have been carried out. */
    record Lost(String reason, @Nullable Exception cause) implements Reply {}

    /** Neither this request nor any other will be accepted. */
    record Fatal(LeatException failure) implements Reply {}

    /** Judges what came back for a request with that many operations. */
    static Reply of(Request request, Attempt attempt, int operations) {
        return switch (attempt) {
            case Attempt.NotSent notSent ->
                new NotNow(
                        notSent.node() + " was not reached: " + message(notSent.cause()),
                        notSent.cause(),
                        null,
                        Load.NOT_THE_REASON);
            case Attempt.Lost lost ->
                new Lost("the answer of " + lost.node() + " was lost: " + message(lost.cause()), lost.cause());
            case Attempt.Answered answered -> of(request, answered.response(), operations);
        };
    }

    private static Reply of(Request request, Response response, int operations) {
        int status = response.status();
        if (response.isSuccess()) {
            Optional<List<ItemResult>> results = BulkAnswer.parse(response.body(), operations);
            return results.<Reply>map(Items::new)
                    .orElseGet(() -> new Lost("the answer of " + response.node() + " is not whole", null));
        }
        Optional<ElasticError> error = response.error();
        String says = response.node() + " answered " + status
                + error.map(e -> " " + e.type() + ": " + e.reason()).orElse("");
        ElasticError known = error.orElse(new ElasticError("http_" + status, says));
        Duration retryAfter = response.retryAfter().orElse(null);
        boolean blocked = status == 403 && ItemJudge.isBlock(known);
        if (blocked || (status == 503 && error.isPresent())) {
            return new NotNow(says, null, retryAfter, blocked ? Load.BLOCKED : Load.NOT_THE_REASON);
        }
        return switch (status) {
            case 429 -> new NotNow(says, null, retryAfter, Load.TOO_MUCH);
            case 413 -> new TooLarge(new ElasticError("request_too_large", says));
            case 400 -> new Malformed(status, known);
            case 408 -> new Lost(says, null);
            // A deterministic failure of Elasticsearch is one operation's fault; look for it, after verifying.
            case 500 -> error.isPresent() ? new Malformed(status, known) : new Lost(says, null);
            default -> status > 500 ? new Lost(says, null) : new Fatal(rejection(request, response));
        };
    }

    private static RejectedException rejection(Request request, Response response) {
        return Cluster.rejection(request, response);
    }

    private static String message(Exception cause) {
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }
}
