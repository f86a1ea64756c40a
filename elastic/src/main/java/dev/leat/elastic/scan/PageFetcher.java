package dev.leat.elastic.scan;

import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Attempt;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Request;
import dev.leat.elastic.cluster.Response;
import dev.leat.elastic.internal.MalformedJsonException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks once for a page and checks that it is whole. Blocking; thread-safe. */
final class PageFetcher {

    private final Cluster cluster;
    private final Slice slice;
    private final SlicePart part;
    private final PageRequest requests;

    PageFetcher(Cluster cluster, Slice slice, SlicePart part) {
        this.cluster = cluster;
        this.slice = slice;
        this.part = part;
        this.requests = new PageRequest(slice, part);
    }

    /** What came of asking. */
    sealed interface Outcome {

        /** A whole page. */
        record Came(ScannedPage page) implements Outcome {}

        /** Nothing, for a reason that may pass. */
        record Failed(String why, @Nullable Duration retryAfter) implements Outcome {}

        /** More than there is room for. */
        record TooLarge() implements Outcome {}

        /** An answer that cannot be read. */
        record Unreadable(String why) implements Outcome {}
    }

    /**
     * Asks for the documents after those sort values.
     *
     * @throws dev.leat.elastic.LeatException when asking again would not help
     */
    Outcome fetch(int size, PointInTime pointInTime, @Nullable String after) {
        Request request = requests.page(size, pointInTime.id(), after)
                .withMaxAnswerBytes(size == 1 ? Long.MAX_VALUE : PageSize.MOST);
        return switch (cluster.attempt(request)) {
            case Attempt.NotSent notSent ->
                new Outcome.Failed(notSent.node() + " was not reached: " + notSent.cause(), null);
            case Attempt.Lost lost ->
                new Outcome.Failed("the answer of " + lost.node() + " was lost: " + lost.cause(), null);
            case Attempt.Answered answered -> judge(request, answered.response(), size, pointInTime);
        };
    }

    private Outcome judge(Request request, Response response, int size, PointInTime pointInTime) {
        if (response.status() != 200) {
            return failed(request, response);
        }
        ScannedPage page;
        try {
            page = PageParser.parse(response.body(), size);
        } catch (MalformedJsonException e) {
            return new Outcome.Unreadable("the answer of " + response.node() + " cannot be read: " + e.getMessage());
        }
        if (page.failedShards() != 0) {
            return failed(request, response);
        }
        if (page.isTimedOut()) {
            return new Outcome.Failed(
                    response.node() + " ran out of time (see its search.default_search_timeout)", null);
        }
        if (page.shards() != 1) {
            throw SearchFailure.lost(part.where(), "the answer came from " + page.shards() + " shards");
        }
        pointInTime.used(page.pointInTime());
        requireColumns(page);
        return new Outcome.Came(page);
    }

    private Outcome failed(Request request, Response response) {
        SearchFailure failure = SearchFailure.of(response);
        return switch (failure.kind()) {
            case AGAIN ->
                new Outcome.Failed(
                        response.node() + " answered " + response.status() + " " + failure.type() + ": "
                                + failure.reason(),
                        response.retryAfter().orElse(null));
            case LOST -> throw SearchFailure.lost(part.where(), failure.reason());
            case REFUSED -> throw failure.refusal("reading " + part.where(), request, response);
        };
    }

    private void requireColumns(ScannedPage page) {
        boolean source = !(slice.projection() instanceof Projection.NoSource);
        boolean versions = slice.versions() == Versions.WITH;
        HitTable hits = page.table();
        for (int hit = 0; hit < hits.size(); hit++) {
            if (source && hits.start(hit, HitTable.SOURCE) == 0) {
                throw ScanTarget.withoutSource(part.index());
            }
            if (versions && hits.seqNo(hit) == HitTable.NO_SEQ_NO) {
                throw new RejectedException(
                        200,
                        "sequence_numbers_missing",
                        "index '" + part.index() + "' keeps no sequence numbers; read it without versions");
            }
        }
    }
}
