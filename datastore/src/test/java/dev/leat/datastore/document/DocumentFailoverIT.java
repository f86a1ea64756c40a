package dev.leat.datastore.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.Relay;
import dev.leat.datastore.Relay.Answer;
import dev.leat.elastic.OutcomeUnknownException;
import dev.leat.elastic.RejectedException;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a cluster of several nodes does to a write while one of them leaves, and what proxies answer for it. */
@WithElasticsearch
class DocumentFailoverIT {

    private final Rivers direct;
    private final Relay relay;
    private final Rivers rivers;
    private final Documents<River> documents;
    private volatile Relay.Way way = Relay.Call::forward;

    DocumentFailoverIT(TestElasticsearch elasticsearch) {
        this.direct = new Rivers(elasticsearch);
        this.relay = Relay.before(elasticsearch.url(), call -> way.answer(call));
        this.rivers = direct.through(relay.url());
        this.documents = rivers.documents;
    }

    @AfterEach
    void close() {
        rivers.removeAll();
        rivers.close();
        relay.close();
        direct.close();
    }

    private static boolean isWrite(Relay.Call call) {
        return call.method().equals("PUT") || call.method().equals("DELETE");
    }

    /** As when the primary shard moves to another node: the second time meets what the first did. */
    private void sendWritesTwice() {
        way = call -> {
            if (isWrite(call)) {
                call.forward();
            }
            return call.forward();
        };
    }

    @Test
    void createsWithoutConflictingWithARepeatOfTheCluster() {
        sendWritesTwice();

        VersionToken version = documents.create(River.of("tavy", 1));

        assertThat(direct.documents.require("tavy")).isEqualTo(new Stored<>("tavy", River.of("tavy", 1), version));
        assertThatThrownBy(() -> documents.create(River.of("tavy", 1))).isInstanceOf(ConflictException.class);
    }

    @Test
    void modifiesOnceWhenTheClusterRepeatsIt() {
        direct.documents.save(River.of("tavy", 0));
        sendWritesTwice();

        for (int i = 0; i < 3; i++) {
            documents.modify("tavy", river -> river.withLength(river.length() + 1));
        }

        assertThat(direct.documents.require("tavy").value().length()).isEqualTo(3);
    }

    @Test
    void looksWhatCameOfAWriteInWhichTheNodeStopped() {
        AtomicInteger failures = new AtomicInteger();
        way = call -> {
            Answer answer = call.forward();
            boolean fails = isWrite(call) && failures.incrementAndGet() % 2 == 1;
            return fails ? Answer.error(500, "node_closed_exception") : answer;
        };

        documents.create(River.of("tavy", 1));
        assertThat(direct.documents.require("tavy").value().length()).isEqualTo(1);
        failures.set(0);
        documents.modify("tavy", river -> river.withLength(river.length() + 1));
        assertThat(direct.documents.require("tavy").value().length()).isEqualTo(2);
        failures.set(0);
        documents.save(River.of("tavy", 7));
        assertThat(direct.documents.require("tavy").value().length()).isEqualTo(7);
        failures.set(0);
        assertThat(documents.delete("tavy")).isEqualTo(DeleteOutcome.GONE);
    }

    @Test
    void saysRefusedWhatWasSurelyNotCarriedOut() {
        way = call -> isWrite(call) ? Answer.error(500, "node_closed_exception") : call.forward();

        assertThatThrownBy(() -> documents.save(River.of("tavy", 1)))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("because");
    }

    @Test
    void saysUnknownWhenItMayNotLookWhatCameOfAWrite() {
        way = call -> {
            if (call.method().equals("GET") && call.path().contains("/_doc/")) {
                return Answer.error(403, "security_exception");
            }
            Answer answer = call.forward();
            return isWrite(call) ? Answer.of(502, "<html>") : answer;
        };

        assertThatThrownBy(() -> documents.save(River.of("tavy", 1)))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("it could not be looked at what came of it")
                .hasMessageEndingWith("it may have taken effect, so look before you repeat it");
        assertThat(direct.documents.exists("tavy")).isTrue();
    }

    @Test
    void doesNotTakeThePageOfAProxyForAMissingDocument() {
        direct.documents.save(River.of("tavy", 1));
        way = call -> Answer.of(404, "<html>default backend - 404</html>");

        for (org.assertj.core.api.ThrowableAssert.ThrowingCallable call :
                List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                        () -> documents.exists("tavy"),
                        () -> documents.getIfExists("tavy"),
                        () -> documents.multiget(List.of("tavy")),
                        () -> documents.delete("tavy"),
                        () -> documents.delete(
                                "tavy", direct.documents.require("tavy").version()),
                        () -> documents.save(River.of("tavy", 2)))) {
            assertThatThrownBy(call)
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("status 404 without an explanation; is " + relay.url() + " Elasticsearch?");
        }
    }

    @Test
    void waitsForAShardThatIsAwayWhenItReadsSeveral() {
        direct.documents.save(River.of("tavy", 1));
        AtomicInteger away = new AtomicInteger(2);
        way = call -> call.path().endsWith("/_mget") && away.getAndDecrement() > 0
                ? Answer.of(
                        200,
                        "{\"docs\":[{\"_index\":\"i\",\"_id\":\"tavy\",\"error\":{\"type\":"
                                + "\"no_shard_available_action_exception\",\"reason\":\"because\"}}]}")
                : call.forward();

        assertThat(documents.multiget(List.of("tavy"))).hasSize(1);
        assertThat(away).hasValueLessThan(0);
    }
}
