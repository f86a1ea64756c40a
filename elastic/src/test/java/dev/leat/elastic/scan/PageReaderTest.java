package dev.leat.elastic.scan;

import static dev.leat.elastic.scan.ScriptedSearch.page;
import static dev.leat.elastic.scan.ScriptedSearch.shardError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.LeatException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.scan.ScriptedSearch.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PageReaderTest {

    /** A part of a shard whose number of documents is not known, so that only a short page ends it. */
    private static final SlicePart PIECE = new SlicePart("i", 0, "p0", 1, 3, 100, Long.MAX_VALUE, 10_000, 0);

    private static final SlicePart SHARD = new SlicePart("i", 0, "p0", 0, 1, 130, Long.MAX_VALUE, 10_000, 0);

    @Test
    void readsPageAfterPageFromWhereTheLastOneEnded() {
        try (ScriptedSearch search = ScriptedSearch.of(page("p1", 0, 100), page("p2", 100, 130))) {
            assertThat(readAll(search, PIECE)).containsExactlyElementsOf(ids(0, 130));

            assertThat(search.requests().get(0).has("search_after")).isFalse();
            assertThat(search.requests().get(0).path("slice").toString()).isEqualTo("{\"id\":1,\"max\":3}");
            assertThat(search.requests().get(0).path("pit").path("id").asString())
                    .isEqualTo("p0");
            assertThat(search.requests().get(0).path("pit").path("keep_alive").asString())
                    .isEqualTo("60000ms");
            assertThat(search.requests().get(1).path("search_after").toString()).isEqualTo("[99,99]");
            assertThat(search.requests().get(1).path("pit").path("id").asString())
                    .isEqualTo("p1");
        }
    }

    @Test
    void asksForNoMoreThanAWholeShardHas() {
        try (ScriptedSearch search = ScriptedSearch.of(page("p", 0, 100), page("p", 100, 130))) {
            assertThat(readAll(search, SHARD)).containsExactlyElementsOf(ids(0, 130));

            assertThat(search.sizes()).containsExactly(100, 30);
            assertThat(search.requests().get(0).has("slice")).isFalse();
        }
    }

    @Test
    void halvesThePageWhenTheClusterIsBusyOrShortOfMemory() {
        try (ScriptedSearch search = ScriptedSearch.of(
                shardError(429, "circuit_breaking_exception", "[parent] Data too large"),
                shardError(429, "es_rejected_execution_exception", "queue is full"),
                shardError(500, "circuit_breaking_exception", "[request] Data too large"),
                page("p", 0, 12),
                page("p", 12, 13))) {
            assertThat(readAll(search, PIECE)).containsExactlyElementsOf(ids(0, 13));

            assertThat(search.sizes()).containsExactly(100, 50, 25, 12, 15);
            assertThat(search.waiter().sleeps()).hasSize(3);
        }
    }

    @Test
    void repeatsThePageWhenAProxyOrTheClusterIsAway() {
        try (ScriptedSearch search = ScriptedSearch.of(
                new Answer(502, "<html>bad gateway</html>"),
                shardError(503, "no_shard_available_action_exception", "no copy"),
                page("p", 0, 1))) {
            assertThat(readAll(search, PIECE)).containsExactly("0");
        }
    }

    @Test
    void givesUpWhenThePolicyDoes() {
        Answer[] refusals = IntStream.range(0, 100)
                .mapToObj(number -> shardError(429, "circuit_breaking_exception", "[parent] Data too large"))
                .toArray(Answer[]::new);
        try (ScriptedSearch search = ScriptedSearch.of(refusals)) {
            assertThatThrownBy(() -> readAll(search, PIECE))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageStartingWith("reading shard 0 of index 'i': http://127.0.0.1:")
                    .hasMessageContaining(
                            "answered 429 circuit_breaking_exception: [parent] Data too large; gave up after")
                    .hasMessageEndingWith("then run the scan again");
        }
    }

    @Test
    void aLostSnapshotEndsTheScan() {
        Answer gone = shardError(404, "search_context_missing_exception", "No search context found for id [7]");
        try (ScriptedSearch search = ScriptedSearch.of(page("p", 0, 100), gone)) {
            assertThatThrownBy(() -> readAll(search, PIECE))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageStartingWith(
                            "the snapshot of shard 0 of index 'i' is gone (No search context found for id [7]): ")
                    .hasMessageEndingWith("the scan is incomplete, so run it again");
        }
    }

    @Test
    void aFailingShardEndsTheScan() {
        try (ScriptedSearch search = ScriptedSearch.of(shardError(400, "script_exception", "runtime error"))) {
            assertThatThrownBy(() -> readAll(search, PIECE))
                    .isInstanceOf(RejectedException.class)
                    .hasMessage("reading shard 0 of index 'i' failed: script_exception: runtime error; the scan is"
                            + " incomplete, so mend the cause and run it again");
        }
    }

    @Test
    void aPageWithAFailedShardIsNoPage() {
        String shards = "{\"total\":1,\"failed\":1,\"failures\":[{\"shard\":0,\"index\":\"i\",\"reason\":"
                + "{\"type\":\"io_exception\",\"reason\":\"disk\"}}]}";
        try (ScriptedSearch search = ScriptedSearch.of(page("p", 0, 10, shards))) {
            assertThatThrownBy(() -> readAll(search, PIECE))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageStartingWith("reading shard 0 of index 'i' failed: io_exception: disk;");
        }
    }

    @Test
    void aPageThatSaysNothingOfItsShardsIsNoPage() {
        try (ScriptedSearch search = ScriptedSearch.of(page("p", 0, 10, "{}"))) {
            assertThatThrownBy(() -> readAll(search, PIECE)).isInstanceOf(LeatException.class);
        }
    }

    @Test
    void aPageFromNoShardIsALostSnapshot() {
        try (ScriptedSearch search = ScriptedSearch.of(page("p", 0, 0, "{\"total\":0,\"failed\":0}"))) {
            assertThatThrownBy(() -> readAll(search, PIECE))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("is gone (the answer came from 0 shards)");
        }
    }

    @Test
    void aPageThatRanOutOfTimeIsAskedForAgain() {
        Answer whole = page("p", 0, 10);
        Answer timedOut = new Answer(200, whole.body().replace("\"timed_out\":false", "\"timed_out\":true"));
        try (ScriptedSearch search = ScriptedSearch.of(timedOut, whole)) {
            assertThat(readAll(search, PIECE)).containsExactlyElementsOf(ids(0, 10));

            assertThat(search.sizes()).containsExactly(100, 50);
        }
    }

    @Test
    void fewerDocumentsThanWereCountedAreNotAccepted() {
        try (ScriptedSearch search = ScriptedSearch.of(page("p", 0, 99))) {
            assertThatThrownBy(() -> readAll(search, SHARD))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessage("shard 0 of index 'i' had 130 documents to read when the scan began, but 99 were read;"
                            + " the scan is incomplete, so run it again");
        }
    }

    @Test
    void anAnswerThatCannotBeReadIsAskedForAFewTimes() {
        Answer bad = new Answer(200, "{\"hits\":{\"hits\":[{\"_id\":");
        try (ScriptedSearch search = ScriptedSearch.of(bad, bad, bad, bad)) {
            assertThatThrownBy(() -> readAll(search, PIECE))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("cannot be read")
                    .hasMessageEndingWith("a document there may be stored in something else than JSON in UTF-8");
        }
    }

    @Test
    void saysSoWhenTheSourceOrTheVersionsAreMissing() {
        Answer noSource = new Answer(200, page("p", 0, 1).body().replace("\"_source\":{},", ""));
        try (ScriptedSearch search = ScriptedSearch.of(noSource, page("p", 0, 1))) {
            assertThatThrownBy(() -> readAll(search, PIECE))
                    .isInstanceOf(RejectedException.class)
                    .hasMessage("index 'i' does not store _source; ask for doc values and no source");
            assertThatThrownBy(() -> readAll(search, PIECE, Versions.WITH))
                    .isInstanceOf(RejectedException.class)
                    .hasMessage("index 'i' keeps no sequence numbers; read it without versions");
        }
    }

    @Test
    void theKeeperPingsOnlyWhatWasNotUsedLately() {
        try (ScriptedSearch search = ScriptedSearch.of(page("p", 0, 0), page("p", 0, 0), page("p", 0, 0))) {
            PointInTime idle = new PointInTime("i", 0, "idle", search.waiter());
            PointInTime busy = new PointInTime("i", 1, "busy", search.waiter());
            SnapshotKeeper keeper = new SnapshotKeeper(search.cluster(), List.of(idle, busy), Duration.ofMinutes(4));

            search.waiter().advance(Duration.ofSeconds(61));
            busy.used("newer");
            keeper.round();
            search.waiter().advance(Duration.ofSeconds(59));
            keeper.round();
            search.waiter().advance(Duration.ofSeconds(2));
            keeper.round();

            assertThat(search.requests())
                    .extracting(request -> request.path("pit").path("id").asString())
                    .containsExactly("idle", "idle", "newer");
            assertThat(search.sizes()).containsOnly(0);
        }
    }

    private static List<String> readAll(ScriptedSearch search, SlicePart part) {
        return readAll(search, part, Versions.WITHOUT);
    }

    private static List<String> readAll(ScriptedSearch search, SlicePart part, Versions versions) {
        Slice slice =
                new Slice(0, List.of(part), null, new Projection.Whole(), List.of(), versions, Duration.ofMinutes(1));
        List<String> ids = new ArrayList<>();
        try (SliceReader reader = SliceReader.open(search.cluster(), slice)) {
            reader.readPages(page -> page.forEach(hit -> ids.add(hit.id())));
        }
        return ids;
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }
}
