package dev.leat.connect.mirror;

import dev.leat.elastic.LeatException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.BulkWriter;
import dev.leat.elastic.bulk.WriteOutcome;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.scan.Hit;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.Projection;
import dev.leat.elastic.scan.ScanRequest;
import dev.leat.elastic.scan.Slicing;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Hides what an index holds without a word on who may see it, before a run with document-level security reads anything:
 * such documents are visible to everyone, and this run may fail to read or to write some of them. They count as changed
 * from then on.
 */
final class AccessSeal {

    private static final String QUERY =
            "{\"bool\":{\"must_not\":{\"exists\":{\"field\":\"%s\"}}}}".formatted(DocumentForm.ACCESS_FIELD);

    private final Cluster cluster;
    private final MirrorSettings settings;
    private final AtomicLong hidden = new AtomicLong();
    private final AtomicReference<@Nullable LeatException> refusal = new AtomicReference<>();

    AccessSeal(Cluster cluster, MirrorSettings settings) {
        this.cluster = cluster;
        this.settings = settings;
    }

    /** The body of an update that lets exactly these see a document, and makes it count as changed. */
    static byte[] update(String accessJson) {
        return "{\"doc\":{\"%s\":%s,\"%s\":{\"hash\":null}}}"
                .formatted(DocumentForm.ACCESS_FIELD, accessJson, DocumentEncoder.OWN_FIELD)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Hides them all, and says how many there were. */
    long hide() {
        Indices indices = new Indices(cluster);
        indices.refresh(settings.index());
        byte[] update = update("[\"" + DocumentForm.NOBODY + "\"]");
        int parallelism = settings.parallelism().scan();
        ScanRequest request = ScanRequest.of(settings.index())
                .withQuery(QUERY)
                .withProjection(new Projection.NoSource())
                .withSlicing(new Slicing.Automatic(parallelism));
        try (BulkWriter writer = BulkWriter.open(
                        cluster, settings.bulk().withPipeline(null), (operation, outcome) -> note(outcome));
                IndexScan scan = IndexScan.open(cluster, request)) {
            scan.readAllPages(parallelism, page -> {
                for (Hit hit : page) {
                    writer.write(BulkOperation.update(hit.index(), hit.id(), update)
                            .withRouting(hit.routing())
                            .withRepeat(Repeat.IDEMPOTENT));
                }
            });
            writer.finish();
        }
        LeatException refused = refusal.get();
        if (refused != null) {
            throw refused;
        }
        if (hidden.get() > 0) {
            indices.refresh(settings.index());
        }
        return hidden.get();
    }

    private void note(WriteOutcome outcome) {
        switch (outcome) {
            case WriteOutcome.Written written -> hidden.incrementAndGet();
            case WriteOutcome.Unchanged unchanged -> {}
            case WriteOutcome.Rejected rejected -> {
                // Whoever has deleted it meanwhile has done more.
                if (rejected.status() != 404) {
                    refuse(rejected.status(), rejected.type(), rejected.reason());
                }
            }
            case WriteOutcome.Unsent unsent -> refuse(0, "unsent", unsent.reason());
            case WriteOutcome.Unknown unknown -> refuse(0, "unknown_outcome", unknown.reason());
        }
    }

    private void refuse(int status, String type, String reason) {
        refusal.compareAndSet(
                null,
                new RejectedException(
                        status,
                        type,
                        "Document-level security cannot begin: a document of index '%s' that everyone can see could not be hidden: %s; mend that, or mirror into a new index"
                                .formatted(settings.index(), reason)));
    }
}
