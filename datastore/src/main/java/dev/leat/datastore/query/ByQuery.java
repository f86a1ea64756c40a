package dev.leat.datastore.query;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.Projection;
import dev.leat.elastic.scan.ScanRequest;
import dev.leat.elastic.scan.Versions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes every document that a query finds, on our side: a scan finds them, and each is changed on the condition that it
 * is still as it was found. One that was changed meanwhile is looked at again with the query. So a lost answer changes
 * nothing twice, and nothing is changed that no longer matches. One object is one run.
 */
final class ByQuery {

    private static final int MAX_ROUNDS = 10;
    private static final int IDS_AT_ONCE = 10_000;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /**
     * How long one round waits out a block: after that the alias is resolved again, for a migration leaves the block on
     * the old generation for ever.
     */
    private static final Duration ROUND_PATIENCE = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final String alias;
    private final ObjectNode query;
    private final long limit;
    private final Projection projection;
    private final Repeat repeat;
    private final MatchRound.Opener opener;
    private final ByQueryTally tally;

    private ByQuery(
            Cluster cluster,
            String alias,
            ObjectNode query,
            long limit,
            Projection projection,
            Repeat repeat,
            MatchRound.Opener opener) {
        this.cluster = cluster;
        this.alias = alias;
        this.query = query;
        this.limit = limit;
        this.projection = projection;
        this.repeat = repeat;
        this.opener = opener;
        this.tally = new ByQueryTally(repeat, cluster.waiter());
    }

    static ByQueryReport delete(Cluster cluster, String alias, ObjectNode query, long limit) {
        DocumentChange delete = hit -> BulkOperation.delete(hit.index(), hit.id());
        return new ByQuery(
                        cluster,
                        alias,
                        query,
                        limit,
                        new Projection.NoSource(),
                        Repeat.IDEMPOTENT,
                        (patience, account) -> new WriterRound(cluster, patience, delete, account))
                .run();
    }

    static ByQueryReport change(
            Cluster cluster, String alias, ObjectNode query, long limit, Repeat repeat, MatchRound.Opener opener) {
        return new ByQuery(cluster, alias, query, limit, new Projection.Whole(), repeat, opener).run();
    }

    private ByQueryReport run() {
        Set<String> again = untilAvailable(null);
        for (int round = 1; !again.isEmpty(); round++) {
            if (round > MAX_ROUNDS) {
                return tally.report(again);
            }
            pause(round);
            new Indices(cluster).refresh(alias);
            again = untilAvailable(again);
        }
        return tally.report(Set.of());
    }

    /**
     * One round, begun anew for all documents as often as an outage broke it off and the retry policy allows. Only changes
     * are progress: what was changed before the outage is found again, and left as it is.
     */
    private Set<String> untilAvailable(@Nullable Set<String> ids) {
        RetryPolicy policy = cluster.settings().retryPolicy();
        Set<String> wanted = ids;
        long failing = 0;
        for (int outages = 0; ; outages++) {
            long before = tally.changed();
            try {
                if (outages > 0) {
                    new Indices(cluster).refresh(alias);
                }
                return round(wanted);
            } catch (UnavailableException e) {
                if (outages == 0 || tally.changed() > before) {
                    outages = 0;
                    failing = cluster.waiter().nanoTime();
                }
                Duration pause = policy.backoff().delay(outages, ThreadLocalRandom.current());
                Duration elapsed = Duration.ofNanos(cluster.waiter().nanoTime() - failing);
                if (repeat == Repeat.ONCE || !policy.allows(elapsed, pause)) {
                    throw brokenOff(e);
                }
                sleep(pause);
                // The alias may lead to another generation by now, where nothing of what was found can be looked up.
                wanted = null;
            }
        }
    }

    private UnavailableException brokenOff(UnavailableException cause) {
        return new UnavailableException(
                "a change by query of " + alias + " was broken off after " + tally.done()
                        + " documents; those that were not reached are as they were, those under way may be changed: "
                        + cause.getMessage(),
                cause);
    }

    /** @return ids of documents that must be looked at again */
    private Set<String> round(@Nullable Set<String> ids) {
        Set<String> again = ConcurrentHashMap.newKeySet();
        try (MatchRound round = opener.open(patience(), new RoundAccount(tally, again))) {
            if (ids == null) {
                scan(query, round, null);
                round.finish();
            } else {
                Set<String> seen = ConcurrentHashMap.newKeySet();
                for (List<String> some : portions(ids)) {
                    scan(among(some), round, seen);
                }
                round.finish();
                tally.skip(ids.stream().filter(id -> !seen.contains(id)).count());
            }
        }
        return again;
    }

    /** @param seen gets the ids of what is found; null when nobody wants them, as there may be very many */
    private void scan(ObjectNode condition, MatchRound round, @Nullable Set<String> seen) {
        ScanRequest request = ScanRequest.of(alias)
                .withQuery(condition.toString())
                .withProjection(projection)
                .withVersions(Versions.WITH)
                .withLimit(limit == Long.MAX_VALUE ? limit : Math.max(0, limit - tally.done()));
        try (IndexScan scan = IndexScan.open(cluster, request)) {
            scan.readAllPages(Runtime.getRuntime().availableProcessors(), page -> {
                if (seen != null) {
                    page.forEach(hit -> seen.add(hit.id()));
                }
                round.change(page);
            });
        }
    }

    private ObjectNode among(List<String> ids) {
        ObjectNode bool = QueryJson.object();
        ArrayNode filter = bool.putArray("filter");
        filter.add(query);
        filter.add(QueryJson.parse(((Query.Raw) Query.ids(ids)).json()));
        return QueryJson.wrap("bool", bool);
    }

    private static List<List<String>> portions(Set<String> ids) {
        List<String> all = new ArrayList<>(ids);
        List<List<String>> portions = new ArrayList<>();
        for (int from = 0; from < all.size(); from += IDS_AT_ONCE) {
            portions.add(all.subList(from, Math.min(all.size(), from + IDS_AT_ONCE)));
        }
        return portions;
    }

    private RetryPolicy patience() {
        RetryPolicy policy = cluster.settings().retryPolicy();
        Duration deadline = policy.deadline();
        return deadline != null && deadline.compareTo(ROUND_PATIENCE) < 0
                ? policy
                : RetryPolicy.within(ROUND_PATIENCE).withBackoff(policy.backoff());
    }

    private void pause(int round) {
        long most = Math.min(LONGEST_PAUSE.toMillis(), 10L << Math.min(round, 10));
        sleep(Duration.ofMillis(ThreadLocalRandom.current().nextLong(most + 1)));
    }

    private void sleep(Duration pause) {
        try {
            cluster.waiter().sleep(pause);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("a change by query", e);
        }
    }
}
