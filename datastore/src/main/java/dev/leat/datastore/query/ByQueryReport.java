package dev.leat.datastore.query;

import dev.leat.elastic.DeadLetter;
import java.time.Duration;
import java.util.List;

/**
 * What became of the documents that a query found.
 *
 * @param changed deleted or updated
 * @param unchanged the change left them as they were
 * @param skipped changed by others meanwhile, so that they no longer match
 * @param conflicts ids of documents that others changed so often that they were given up
 * @param failed refused, or with an unknown outcome
 * @param failures the first hundred of these
 */
public record ByQueryReport(
        long changed,
        long unchanged,
        long skipped,
        List<String> conflicts,
        long failed,
        List<DeadLetter> failures,
        Duration duration) {

    public ByQueryReport {
        conflicts = List.copyOf(conflicts);
        failures = List.copyOf(failures);
    }

    /** Whether every document that matches has been dealt with. */
    public boolean isComplete() {
        return conflicts.isEmpty() && failed == 0;
    }
}
