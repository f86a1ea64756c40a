package dev.leat.elastic.bulk;

import dev.leat.elastic.bulk.WriteOutcome.Rejected;
import dev.leat.elastic.bulk.WriteOutcome.Unchanged;
import dev.leat.elastic.bulk.WriteOutcome.Unknown;
import dev.leat.elastic.bulk.WriteOutcome.Unsent;
import dev.leat.elastic.bulk.WriteOutcome.Written;
import java.time.Duration;

/** Counts for the {@link BulkReport}. The writer's lock guards it. */
final class Ledger {

    private long submitted;
    private long created;
    private long updated;
    private long deleted;
    private long verified;
    private long unchanged;
    private long rejected;
    private long unsent;
    private long unknown;
    private long retried;
    private long requests;
    private long bytes;

    /** Returns the operation's place in the order of acceptance. */
    long submitted() {
        return submitted++;
    }

    void sent(Batch batch) {
        requests++;
        bytes += batch.bytes;
    }

    void retried(int operations) {
        retried += operations;
    }

    void completed(WriteOutcome outcome) {
        switch (outcome) {
            case Written written -> {
                switch (written.result()) {
                    case CREATED -> created++;
                    case UPDATED -> updated++;
                    case DELETED -> deleted++;
                    case VERIFIED -> verified++;
                }
            }
            case Unchanged same -> unchanged++;
            case Rejected refused -> rejected++;
            case Unsent notSent -> unsent++;
            case Unknown notKnown -> unknown++;
        }
    }

    long submittedSoFar() {
        return submitted;
    }

    BulkReport report(Duration duration) {
        return new BulkReport(
                submitted, created, updated, deleted, verified, unchanged, rejected, unsent, unknown, retried, requests,
                bytes, duration);
    }
}
