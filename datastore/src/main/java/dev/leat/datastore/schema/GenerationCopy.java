package dev.leat.datastore.schema;

import dev.leat.datastore.schema.MigrationStep.Move;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.Progress;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.BulkReport;
import dev.leat.elastic.bulk.BulkSettings;
import dev.leat.elastic.bulk.BulkWriter;
import dev.leat.elastic.bulk.Guard;
import dev.leat.elastic.bulk.Target;
import dev.leat.elastic.bulk.WriteOutcome;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.elastic.scan.Hit;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.ScanRequest;
import dev.leat.elastic.scan.Versions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Copies the documents of one generation to another, and compares the two completely. Each copy has the sequence number
 * of the original as its version, so that copying twice is harmless and an older copy never replaces a newer one. Blocks.
 */
final class GenerationCopy {

    /** Readers at a time; the writer finds its own concurrency. */
    private static final int READERS = 2;

    private static final int NAMED = 5;

    private final Cluster cluster;
    private final Progress progress;

    GenerationCopy(Cluster cluster, Progress progress) {
        this.cluster = cluster;
        this.progress = progress;
    }

    /**
     * Copies all documents.
     *
     * @throws MigrationFailedException when the target refuses one; the others may have been copied
     */
    void copy(Move move, Lease lease) {
        throughOutages(lease, () -> copyAll(move, lease));
    }

    /**
     * Does something that may be done twice, again and again, while the cluster is away and the retry policy allows. Scans
     * do not survive a restart of a node by themselves: their snapshots go with it.
     */
    private long throughOutages(Lease lease, LongSupplier work) {
        RetryPolicy policy = cluster.settings().retryPolicy();
        long failing = 0;
        for (int retry = 0; ; retry++) {
            try {
                return work.getAsLong();
            } catch (UnavailableException e) {
                lease.requireHeld();
                failing = retry == 0 ? cluster.waiter().nanoTime() : failing;
                Duration pause = policy.backoff().delay(retry, ThreadLocalRandom.current());
                if (!policy.allows(Duration.ofNanos(cluster.waiter().nanoTime() - failing), pause)) {
                    throw e;
                }
                sleep(pause);
            }
        }
    }

    private void sleep(Duration pause) {
        try {
            cluster.waiter().sleep(pause);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("a migration", e);
        }
    }

    private long copyAll(Move move, Lease lease) {
        ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
        AtomicInteger failures = new AtomicInteger();
        SourceCut cut = new SourceCut(move.left());
        // Its own alias: a copy that comes late never makes an index anew that was taken back.
        String target = move.to().ownAlias();
        BulkSettings settings = BulkSettings.standard()
                .withTarget(Target.ALIAS_ONLY)
                .withRetryPolicy(cluster.settings().retryPolicy());
        BulkReport report;
        try (IndexScan scan = IndexScan.open(
                        cluster, ScanRequest.of(move.from().index()).withVersions(Versions.WITH));
                BulkWriter writer = BulkWriter.open(cluster, settings, (operation, outcome) -> {
                    progress.advance(1);
                    note(operation, outcome, refused, failures);
                })) {
            progress.total(scan.total());
            progress.note("copying " + move.from() + " to " + move.to());
            scan.readAllPages(READERS, page -> {
                lease.requireHeld();
                for (Hit hit : page) {
                    writer.write(BulkOperation.index(target, hit.id(), cut.cut(hit))
                            .withRouting(hit.routing())
                            .withGuard(new Guard.ExternalVersionOrEqual(hit.seqNo() + 1)));
                }
            });
            // Unlike the end of a writer, this waits as long as the retry policy allows.
            writer.flush();
            report = writer.finish();
        }
        if (report.failed() > 0) {
            throw new MigrationFailedException(
                    move, failures.get() + " documents could not be copied: " + String.join("; ", refused));
        }
        return report.submitted();
    }

    private static void note(
            BulkOperation operation,
            WriteOutcome outcome,
            ConcurrentLinkedQueue<String> refused,
            AtomicInteger failures) {
        String why = switch (outcome) {
            case WriteOutcome.Written written -> "";
            case WriteOutcome.Unchanged unchanged -> "";
            case WriteOutcome.Rejected rejected -> rejected.type() + ": " + rejected.reason();
            case WriteOutcome.Unsent unsent -> unsent.reason();
            case WriteOutcome.Unknown unknown -> unknown.reason();
        };
        if (!why.isEmpty() && failures.getAndIncrement() < NAMED) {
            refused.add("'" + operation.id() + "' (" + why + ")");
        }
    }

    /**
     * Compares ids and contents, all of them.
     *
     * @return how many documents there are
     * @throws MigrationFailedException when there is a difference
     */
    long verify(Move move, Lease lease) {
        return throughOutages(lease, () -> compare(move, lease));
    }

    private long compare(Move move, Lease lease) {
        progress.note("comparing " + move.from() + " with " + move.to());
        ContentDigest source = digest(move.from(), new SourceCut(move.left()), lease);
        ContentDigest target = digest(move.to(), new SourceCut(List.of()), lease);
        int part = source.firstDifference(target);
        if (part >= 0) {
            throw new MigrationFailedException(
                    move,
                    "the copy differs: " + source.documents() + " documents became " + target.documents() + ", such as "
                            + differences(move, part));
        }
        return source.documents();
    }

    private ContentDigest digest(Generation generation, SourceCut cut, Lease lease) {
        ContentDigest digest = new ContentDigest();
        try (IndexScan scan = IndexScan.open(cluster, ScanRequest.of(generation.index()))) {
            scan.readAllPages(READERS, page -> {
                lease.requireHeld();
                page.forEach(hit -> digest.add(hit.id(), cut.cut(hit)));
            });
        }
        return digest;
    }

    private String differences(Move move, int part) {
        Map<String, String> source = part(move.from(), new SourceCut(move.left()), part);
        Map<String, String> target = part(move.to(), new SourceCut(List.of()), part);
        List<String> different = new ArrayList<>();
        source.forEach((id, hash) -> {
            String copied = target.remove(id);
            if (!hash.equals(copied)) {
                different.add("'" + id + "' (" + (copied == null ? "missing" : "other content") + ")");
            }
        });
        target.keySet().forEach(id -> different.add("'" + id + "' (not in the source)"));
        return String.join(", ", different.subList(0, Math.min(NAMED, different.size())));
    }

    private Map<String, String> part(Generation generation, SourceCut cut, int part) {
        Map<String, String> hashes = new HashMap<>();
        try (IndexScan scan = IndexScan.open(cluster, ScanRequest.of(generation.index()))) {
            scan.readAllPages(1, page -> {
                for (Hit hit : page) {
                    if (ContentDigest.part(hit.id()) == part) {
                        hashes.put(
                                hit.id(),
                                java.util.HexFormat.of().formatHex(ContentDigest.hash(hit.id(), cut.cut(hit))));
                    }
                }
            });
        }
        return hashes;
    }
}
