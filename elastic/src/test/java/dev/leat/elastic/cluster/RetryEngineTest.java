package dev.leat.elastic.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.BlockedException;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.FakeWaiter;
import dev.leat.elastic.OutcomeUnknownException;
import dev.leat.elastic.UnavailableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryEngineTest {

    private static final URI NODE = URI.create("http://node:9200");
    private static final Attempt REFUSED = new Attempt.NotSent(NODE, new ConnectException("Connection refused"));
    private static final Attempt LOST = new Attempt.Lost(NODE, new IOException("Connection reset"));
    private static final Attempt DONE = answer(200, "{}");

    private final FakeWaiter waiter = new FakeWaiter();
    private final Deque<Attempt> attempts = new ArrayDeque<>();
    private int sent;

    @ParameterizedTest
    @EnumSource(Repeat.class)
    void sendsAgainWhatWasNotSentWhateverItIs(Repeat repeat) {
        script(REFUSED, REFUSED, DONE);

        assertThat(perform(repeat).status()).isEqualTo(200);

        assertThat(sent).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Repeat.class)
    void sendsAgainWhatElasticsearchHadNoRoomFor(Repeat repeat) {
        script(
                answer(429, error("es_rejected_execution_exception")),
                answer(429, "not even json"),
                answer(503, error("unavailable_shards_exception")),
                answer(403, error("cluster_block_exception")),
                DONE);

        assertThat(perform(repeat).status()).isEqualTo(200);

        assertThat(sent).isEqualTo(5);
    }

    @Test
    void readsAgainWhenTheAnswerWasLost() {
        script(LOST, answer(502, "<html>"), answer(503, "<html>"), answer(504, ""), DONE);

        assertThat(perform(Repeat.READ).status()).isEqualTo(200);
    }

    @Test
    void neverRepeatsWhatWouldCountTwice() {
        script(LOST, DONE);

        assertThatThrownBy(() -> perform(Repeat.ONCE))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessage("POST /rivers: the answer of http://node:9200 was lost: Connection reset;"
                        + " it may have taken effect, so look before you repeat it");
        assertThat(sent).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void takesAnErrorPageOfAProxyForALostAnswer(int status) {
        script(answer(status, "<html>bad gateway</html>"), DONE);

        assertThatThrownBy(() -> perform(Repeat.ONCE)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(sent).isEqualTo(1);
    }

    @Test
    void handsOnWhatTheVerificationFound() {
        script(LOST);
        Response found = ((Attempt.Answered) answer(200, "{\"found\":true}")).response();

        Response response = engine(RetryPolicy.standard())
                .perform(request(Repeat.ONCE).verifiedBy(() -> new Verification.Finding.Applied(found)));

        assertThat(response).isSameAs(found);
    }

    @Test
    void verifiesAWriteThatFailedInTheMiddle() {
        Response found = new Response(NODE, 200, "{\"found\":true}".getBytes(UTF_8), Map.of());
        script(answer(500, error("node_closed_exception")));

        Response response = engine(RetryPolicy.standard())
                .perform(request(Repeat.ONCE).verifiedBy(() -> new Verification.Finding.Applied(found)));

        assertThat(response).isSameAs(found);
    }

    @Test
    void handsOnTheThirdFailureOfAWriteThatIsNeverCarriedOut() {
        script(
                answer(500, error("node_closed_exception")),
                answer(500, error("node_closed_exception")),
                answer(500, error("null_pointer_exception")));

        Response response = engine(RetryPolicy.untilAvailable())
                .perform(request(Repeat.ONCE).verifiedBy(Verification.Finding.NotApplied::new));

        assertThat(response.status()).isEqualTo(500);
        assertThat(sent).isEqualTo(3);
    }

    @Test
    void saysUnknownWhenAWriteThatFailedInTheMiddleCannotBeVerified() {
        script(answer(500, error("node_closed_exception")));

        assertThatThrownBy(() -> engine(RetryPolicy.standard())
                        .perform(request(Repeat.ONCE).verifiedBy(Verification.Finding.Undecidable::new)))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("http://node:9200 answered 500 node_closed_exception");
    }

    @Test
    void sendsAgainWhatTheVerificationSaysWasNotApplied() {
        script(LOST, LOST, DONE);

        Response response = engine(RetryPolicy.standard())
                .perform(request(Repeat.ONCE).verifiedBy(Verification.Finding.NotApplied::new));

        assertThat(response.status()).isEqualTo(200);
        assertThat(sent).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409})
    void saysUnknownWhenARepeatedWriteFindsItselfInTheWay(int status) {
        script(LOST, answer(status, error("resource_already_exists_exception")));

        assertThatThrownBy(() -> perform(Repeat.IDEMPOTENT))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("an earlier answer was lost")
                .hasMessageContaining("look at the target");
    }

    @Test
    void trustsAnExpectedStatusEvenAfterALoss() {
        script(LOST, answer(404, "{}"));

        assertThat(engine(RetryPolicy.standard())
                        .perform(request(Repeat.IDEMPOTENT).expecting(404))
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 400, 401, 403, 404, 409, 413, 500})
    void handsOnEveryOtherStatusAtOnce(int status) {
        script(answer(status, error("some_exception")));

        assertThat(perform(Repeat.READ).status()).isEqualTo(status);
        assertThat(sent).isEqualTo(1);
    }

    @Test
    void givesUpAtTheDeadlineAndSaysWhatToCheck() {
        attempts.addAll(java.util.Collections.nCopies(10_000, REFUSED));

        assertThatThrownBy(() -> perform(Repeat.READ))
                .isInstanceOf(UnavailableException.class)
                .hasMessageStartingWith(
                        "POST /rivers: http://node:9200 was not reached: Connection refused; gave up after")
                .hasMessageEndingWith("check that the cluster is up and reachable");
        assertThat(Duration.ofNanos(waiter.nanoTime())).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void saysThatABlockWasNotLiftedInTime() {
        attempts.addAll(java.util.Collections.nCopies(10_000, answer(403, error("cluster_block_exception"))));

        assertThatThrownBy(() -> perform(Repeat.ONCE))
                .isInstanceOf(BlockedException.class)
                .hasMessageStartingWith("POST /rivers: http://node:9200 refuses for now: ")
                .hasMessageMatching(
                        ".*; gave up after [0-9.]+ s; nothing was done; lift the block, or wait until it is lifted");
    }

    @Test
    void waitsForHoursWhenToldToWaitUntilAvailable() {
        attempts.addAll(java.util.Collections.nCopies(5_000, REFUSED));
        attempts.add(DONE);

        assertThat(engine(RetryPolicy.untilAvailable())
                        .perform(request(Repeat.ONCE))
                        .status())
                .isEqualTo(200);
        assertThat(Duration.ofNanos(waiter.nanoTime())).isGreaterThan(Duration.ofHours(5));
    }

    @Test
    void saysUnknownWhenTheDeadlinePassesAfterAWriteWasLost() {
        attempts.add(LOST);
        attempts.addAll(java.util.Collections.nCopies(10_000, REFUSED));

        assertThatThrownBy(() -> perform(Repeat.IDEMPOTENT))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageEndingWith("the request may have taken effect");
    }

    @Test
    void honoursRetryAfterOnTopOfItsOwnPause() {
        script(answer(429, "{}", Map.of("retry-after", "7")), DONE);

        perform(Repeat.READ);

        assertThat(waiter.sleeps())
                .singleElement()
                .satisfies(pause -> assertThat(pause).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7_100)));
    }

    @Test
    void understandsADateInRetryAfter() {
        script(
                answer(
                        503,
                        error("unavailable"),
                        Map.of(
                                "retry-after",
                                "Fri, 20 Nov 2026 10:00:30 GMT",
                                "date",
                                "Fri, 20 Nov 2026 10:00:00 GMT")),
                DONE);

        perform(Repeat.READ);

        assertThat(waiter.sleeps().getFirst()).isBetween(Duration.ofSeconds(30), Duration.ofMillis(30_100));
    }

    @Test
    void doesNotWaitForACertificateToBecomeTrusted() {
        SSLHandshakeException failure = new SSLHandshakeException("PKIX path building failed");
        failure.initCause(new CertificateException("no trusted root"));
        script(new Attempt.NotSent(NODE, failure));

        assertThatThrownBy(() -> perform(Repeat.READ))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is not trusted")
                .hasMessageContaining("give the CA's certificate or its fingerprint");
    }

    @Test
    void stopsAtOnceWhenInterruptedAndKeepsTheInterrupt() {
        script(REFUSED, DONE);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> perform(Repeat.READ)).isInstanceOf(CancelledException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    private void script(Attempt... results) {
        attempts.addAll(Arrays.asList(results));
    }

    private Response perform(Repeat repeat) {
        return engine(RetryPolicy.standard()).perform(request(repeat));
    }

    private RetryEngine engine(RetryPolicy policy) {
        return new RetryEngine(this::next, policy, waiter, new Random(1));
    }

    private Attempt next(Request request) {
        sent++;
        return attempts.removeFirst();
    }

    private static Request request(Repeat repeat) {
        return Request.of("POST", "/rivers", repeat);
    }

    private static String error(String type) {
        return "{\"error\":{\"type\":\"" + type + "\",\"reason\":\"because\"},\"status\":0}";
    }

    private static Attempt answer(int status, String body) {
        return answer(status, body, Map.of());
    }

    private static Attempt answer(int status, String body, Map<String, String> headers) {
        return new Attempt.Answered(new Response(NODE, status, body.getBytes(UTF_8), headers));
    }
}
