package dev.leat.connect.mirror;

import java.time.Duration;
import java.util.List;

/**
 * What an access-control run that came to its end has done.
 *
 * @param index that of the identities
 * @param totals of identities
 */
public record AccessControlReport(
        String index,
        Counts totals,
        DeleteOutcome deletes,
        DeadLetterPlace deadLetters,
        List<Remark> remarks,
        Duration duration) {

    public AccessControlReport {
        remarks = List.copyOf(remarks);
    }
}
