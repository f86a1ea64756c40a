package dev.leat.datastore.query;

import dev.leat.elastic.DeadLetter;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.bulk.Action;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.BulkSettings;
import dev.leat.elastic.bulk.BulkWriter;
import dev.leat.elastic.bulk.Guard;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.elastic.scan.Hit;
import dev.leat.elastic.scan.ScannedPage;

/** A round that changes each document by one write, on the condition that it is still the one that was found. */
final class WriterRound implements MatchRound {

    private final DocumentChange change;
    private final RoundAccount account;
    private final BulkWriter writer;

    WriterRound(Cluster cluster, RetryPolicy patience, DocumentChange change, RoundAccount account) {
        this.change = change;
        this.account = account;
        BulkSettings settings = BulkSettings.standard().withRetryPolicy(patience);
        this.writer = BulkWriter.open(cluster, settings, account::settled);
    }

    @Override
    public void change(ScannedPage page) {
        page.forEach(this::write);
    }

    private void write(Hit hit) {
        BulkOperation operation;
        try {
            operation = change.of(hit);
        } catch (RejectedException e) {
            account.failed(refused(hit, e));
            return;
        }
        if (operation == null) {
            account.unchanged();
            return;
        }
        writer.write(operation.withRouting(hit.routing()).withGuard(new Guard.IfSeqNo(hit.seqNo(), hit.primaryTerm())));
    }

    /** For a document for which there is no write. */
    private static DeadLetter refused(Hit hit, RejectedException refusal) {
        return new DeadLetter(
                Action.UPDATE.word(),
                hit.index(),
                hit.id(),
                hit.routing(),
                refusal.status(),
                refusal.type(),
                refusal.getMessage(),
                null);
    }

    @Override
    public void finish() {
        writer.finish();
    }

    @Override
    public void close() {
        writer.close();
    }
}
