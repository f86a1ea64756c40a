package dev.leat.datastore.archive;

import dev.leat.datastore.query.ByQueryReport;
import dev.leat.elastic.DeadLetter;
import java.time.Duration;
import java.util.List;

/**
 * What became of the documents that were to be archived.
 *
 * @param moved they are in the archive, and no longer in the collection
 * @param changedMeanwhile others changed or deleted them, so that they no longer match, and were left as they are
 * @param missing 1 when a single document was named that is not in the collection; it may be in the archive already
 * @param conflicts ids of documents that others changed so often that they were given up; they are in the collection
 * @param failed the archive does not take them; they are in the collection
 * @param failures the first hundred of these, with the reason
 */
public record ArchiveReport(
        long moved,
        long changedMeanwhile,
        long missing,
        List<String> conflicts,
        long failed,
        List<DeadLetter> failures,
        Duration duration) {

    public ArchiveReport {
        conflicts = List.copyOf(conflicts);
        failures = List.copyOf(failures);
    }

    static ArchiveReport of(ByQueryReport report) {
        return new ArchiveReport(
                report.changed(),
                report.skipped(),
                0,
                report.conflicts(),
                report.failed(),
                report.failures(),
                report.duration());
    }

    /** The report about a document that was named: nothing was found, so that it is missing. */
    ArchiveReport orMissing() {
        boolean none = moved + changedMeanwhile + failed + conflicts.size() == 0;
        return none ? new ArchiveReport(0, 0, 1, conflicts, 0, failures, duration) : this;
    }

    /** Whether no document that matches was left in the collection. */
    public boolean isComplete() {
        return conflicts.isEmpty() && failed == 0;
    }
}
