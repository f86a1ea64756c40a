package dev.leat.datastore.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.datastore.Relay;
import dev.leat.datastore.Relay.Answer;
import dev.leat.datastore.document.ConflictException;
import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.update.UpdateOutcome.Updated;
import dev.leat.elastic.OutcomeUnknownException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.testing.TestElasticsearch;
import dev.leat.testing.WithElasticsearch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a cluster of several nodes does to an update while one of them leaves. */
@WithElasticsearch
class UpdateFailoverIT {

    private final UpdateFixture fixture;
    private final Relay relay;
    private final Cluster cluster;
    private final Updates<Sighting> sightings;
    private volatile Relay.Way way = Relay.Call::forward;

    UpdateFailoverIT(TestElasticsearch node) {
        this.fixture = new UpdateFixture(node);
        this.relay = Relay.before(node.url(), call -> way.answer(call));
        this.cluster = UpdateFixture.connect(relay.url());
        this.sightings = fixture.updates(cluster);
    }

    @AfterEach
    void close() {
        cluster.close();
        relay.close();
    }

    private static boolean isUpdate(Relay.Call call) {
        return call.path().contains("/_update/");
    }

    @Test
    void doesNotConflictWithARepeatOfTheCluster() {
        fixture.save("1", "{}");
        VersionToken version =
                ((Updated) sightings.update("1").increment("seen", 1).run()).version();
        way = call -> {
            if (isUpdate(call)) {
                call.forward();
            }
            return call.forward();
        };

        UpdateOutcome outcome =
                sightings.update("1").increment("seen", 1).ifVersion(version).run();

        assertThat(outcome).isInstanceOf(Updated.class);
        assertThat(fixture.source("1").get("seen").intValue()).isEqualTo(2);
        assertThatThrownBy(() -> sightings
                        .update("1")
                        .increment("seen", 1)
                        .ifVersion(version)
                        .run())
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void looksWhatCameOfAnUpdateInWhichTheNodeStopped() {
        fixture.save("1", "{}");
        way = call -> {
            Answer answer = call.forward();
            return isUpdate(call) ? Answer.error(500, "node_closed_exception") : answer;
        };

        UpdateOutcome outcome = sightings.update("1").increment("seen", 1).run();

        assertThat(outcome).isInstanceOf(Updated.class);
        assertThat(fixture.source("1").get("seen").intValue()).isEqualTo(1);
    }

    @Test
    void saysUnknownWhenItMayNotLookWhatCameOfIt() {
        fixture.save("1", "{}");
        way = call -> {
            if (call.method().equals("GET") && call.path().contains("/_doc/")) {
                return Answer.error(403, "security_exception");
            }
            Answer answer = call.forward();
            return isUpdate(call) ? Answer.of(502, "<html>") : answer;
        };

        assertThatThrownBy(() -> sightings.update("1").increment("seen", 1).run())
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("it could not be looked at what came of it");
        assertThat(fixture.source("1").get("seen").intValue()).isEqualTo(1);
    }
}
