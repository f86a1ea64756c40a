package dev.leat.elastic.cluster;

import dev.leat.elastic.BlockedException;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.OutcomeUnknownException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.Waiter;
import dev.leat.elastic.cluster.Verification.Finding;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides by operation and failure what is sent again:
 *
 * <table>
 * <caption>What happens to a request</caption>
 * <tr><th>failure</th><th>{@link Repeat#READ}</th><th>{@link Repeat#IDEMPOTENT}</th><th>{@link Repeat#ONCE}</th></tr>
 * <tr><td>not sent</td><td>again</td><td>again</td><td>again</td></tr>
 * <tr><td>429, 503 of Elasticsearch, 403 cluster block</td><td>again</td><td>again</td><td>again</td></tr>
 * <tr><td>lost after sending; 502, 503, 504 of something in between</td><td>again</td><td>again; absent, exists and
 * conflict then mean "unknown"</td><td>verified, else unknown</td></tr>
 * <tr><td>500 and above, of a write that says how to verify it</td><td colspan="2">–</td><td>verified; the third time, if
 * it was not carried out, handed on</td></tr>
 * <tr><td>any other status; 403 when it is expected</td><td colspan="3">handed on</td></tr>
 * </table>
 *
 * <p>A 503 of Elasticsearch itself says that the request was not carried out; one without its error body comes from a
 * proxy, which may have lost an answer. Thread-safe.
 */
final class RetryEngine {

    private static final Logger LOGGER = LoggerFactory.getLogger(RetryEngine.class);

    /** Statuses by which something between us and Elasticsearch says that it lost the answer. */
    private static final Set<Integer> GATEWAY_STATUSES = Set.of(502, 503, 504);

    /** Answers of 500 to a verified write before one is handed on. */
    private static final int INTERNAL_ERRORS = 3;

    private final Function<Request, Attempt> sender;
    private final RetryPolicy policy;
    private final Waiter waiter;
    private final RandomGenerator random;

    RetryEngine(Function<Request, Attempt> sender, RetryPolicy policy, Waiter waiter, RandomGenerator random) {
        this.sender = sender;
        this.policy = policy;
        this.waiter = waiter;
        this.random = random;
    }

    /** What one attempt means. */
    private sealed interface Verdict {

        String why();

        @Nullable
        Exception cause();

        record Final(Response response) implements Verdict {

            @Override
            public String why() {
                return "answered " + response.status();
            }

            @Override
            public @Nullable Exception cause() {
                return null;
            }
        }

        record Again(
                String why,
                @Nullable Exception cause,
                @Nullable Duration atLeast) implements Verdict {}

        /** An index refuses writes until somebody lifts the block. */
        record Blocked(String why) implements Verdict {

            @Override
            public @Nullable Exception cause() {
                return null;
            }
        }

        /** @param answer that of Elasticsearch, if it failed in the middle of the work */
        record MaybeDone(
                String why,
                @Nullable Exception cause,
                @Nullable Response answer) implements Verdict {}
    }

    /** The final answer, whatever its status. */
    Response perform(Request request) {
        long start = waiter.nanoTime();
        boolean mayBeDone = false;
        int internalErrors = 0;
        for (int retry = 0; ; retry++) {
            Verdict verdict = judge(request, sender.apply(request));
            switch (verdict) {
                case Verdict.Final done -> {
                    return handOn(request, done.response(), mayBeDone);
                }
                case Verdict.MaybeDone lost
                when request.repeat() == Repeat.ONCE -> {
                    Optional<Response> applied = verify(request, lost);
                    if (applied.isPresent()) {
                        return applied.get();
                    }
                    if (lost.answer() != null && ++internalErrors == INTERNAL_ERRORS) {
                        return lost.answer();
                    }
                }
                case Verdict.MaybeDone lost -> mayBeDone |= request.repeat() == Repeat.IDEMPOTENT;
                case Verdict.Again again -> {}
                case Verdict.Blocked blocked -> {}
            }
            pause(request, start, retry, verdict, mayBeDone);
        }
    }

    private static Verdict judge(Request request, Attempt attempt) {
        return switch (attempt) {
            case Attempt.NotSent notSent -> {
                refuseBrokenTls(notSent);
                yield new Verdict.Again(
                        notSent.node() + " was not reached: " + reason(notSent.cause()), notSent.cause(), null);
            }
            case Attempt.Lost lost ->
                new Verdict.MaybeDone(
                        "the answer of " + lost.node() + " was lost: " + reason(lost.cause()), lost.cause(), null);
            case Attempt.Answered answered -> judge(request, answered.response());
        };
    }

    /** A certificate that is not trusted now will not be trusted in a minute either. */
    private static void refuseBrokenTls(Attempt.NotSent notSent) {
        for (Throwable cause = notSent.cause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
                throw new ConfigException(
                        "tls",
                        "the certificate of " + notSent.node() + " is not trusted (" + reason((Exception) cause)
                                + "); give the CA's certificate or its fingerprint");
            }
            if (cause instanceof SSLException
                    && String.valueOf(cause.getMessage()).contains("plaintext")) {
                throw new ConfigException("tls", notSent.node() + " does not speak TLS; use http:// for it");
            }
        }
    }

    private static Verdict judge(Request request, Response response) {
        int status = response.status();
        Optional<ElasticError> error = response.error();
        if (status == 429 || (status == 503 && error.isPresent())) {
            String why = response.node() + " answered " + status
                    + error.map(e -> " " + e.type() + ": " + e.reason()).orElse(" (too many requests)");
            return new Verdict.Again(why, null, response.retryAfter().orElse(null));
        }
        boolean blocked =
                error.filter(e -> e.type().equals("cluster_block_exception")).isPresent();
        if (status == 403 && blocked && !request.expected().contains(403)) {
            return new Verdict.Blocked(response.node() + " refuses for now: "
                    + error.map(ElasticError::reason).orElse(""));
        }
        if (GATEWAY_STATUSES.contains(status) && error.isEmpty()) {
            return new Verdict.MaybeDone(
                    "something between us and Elasticsearch answered " + status + " for " + response.node(),
                    null,
                    null);
        }
        if (status >= 500 && request.verification() != null) {
            // A node that stops, or an index that fails, in the middle of the work.
            return new Verdict.MaybeDone(
                    response.node() + " answered " + status
                            + error.map(e -> " " + e.type() + ": " + e.reason()).orElse(""),
                    null,
                    response);
        }
        return new Verdict.Final(response);
    }

    private static Response handOn(Request request, Response response, boolean mayBeDone) {
        boolean ambiguous = mayBeDone
                && request.repeat() == Repeat.IDEMPOTENT
                && !response.isSuccess()
                && !request.expected().contains(response.status())
                && (response.status() == 404 || response.status() == 409 || response.status() == 400);
        if (ambiguous) {
            String reason = response.error().map(ElasticError::reason).orElse("status " + response.status());
            throw new OutcomeUnknownException(
                    request + ": an earlier answer was lost, and now Elasticsearch says '" + reason
                            + "'; look at the target to see whether the request took effect",
                    null);
        }
        return response;
    }

    private static Optional<Response> verify(Request request, Verdict.MaybeDone lost) {
        Verification verification = request.verification();
        Finding finding = verification == null ? new Finding.Undecidable() : verification.check();
        return switch (finding) {
            case Finding.Applied applied -> Optional.of(applied.response());
            case Finding.NotApplied notApplied -> Optional.empty();
            case Finding.Undecidable undecidable ->
                throw new OutcomeUnknownException(
                        request + ": " + lost.why() + "; it may have taken effect, so look before you repeat it",
                        lost.cause());
        };
    }

    private void pause(Request request, long start, int retry, Verdict verdict, boolean mayBeDone) {
        Duration elapsed = Duration.ofNanos(waiter.nanoTime() - start);
        Duration atLeast = verdict instanceof Verdict.Again again ? again.atLeast() : null;
        Duration pause = policy.backoff().delay(retry, random).plus(atLeast == null ? Duration.ZERO : atLeast);
        if (!policy.allows(elapsed, pause)) {
            String outcome = request + ": " + verdict.why() + "; gave up after " + elapsed.toMillis() / 1000.0 + " s; ";
            if (verdict instanceof Verdict.Blocked && !mayBeDone) {
                throw new BlockedException(
                        outcome + "nothing was done; lift the block, or wait until it is lifted", null);
            }
            String message = outcome + "check that the cluster is up and reachable";
            throw mayBeDone
                    ? new OutcomeUnknownException(message + "; the request may have taken effect", verdict.cause())
                    : new UnavailableException(message, verdict.cause(), atLeast);
        }
        if (retry == 3) {
            LOGGER.atWarn().addKeyValue("request", request).log("Waiting for the cluster: {}", verdict.why());
        }
        try {
            waiter.sleep(pause);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted(request.toString(), e);
        }
    }

    private static String reason(Exception cause) {
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }
}
