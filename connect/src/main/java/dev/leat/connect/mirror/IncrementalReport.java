package dev.leat.connect.mirror;

import dev.leat.connect.Cursor;
import java.time.Duration;
import java.util.List;

/**
 * What an incremental run that came to its end has done.
 *
 * @param cursor where the next one goes on: everything before it is written, or is a dead letter
 * @param totals here, created and updated are told apart by what the index had; nothing counts as unchanged
 * @param remarks samples: of a dry run what would be done, of any run what went wrong
 * @param notes what else a person should know, one line each
 */
public record IncrementalReport(
        String index,
        Cursor cursor,
        Counts totals,
        DeadLetterPlace deadLetters,
        List<Remark> remarks,
        List<String> notes,
        Duration duration) {

    public IncrementalReport {
        remarks = List.copyOf(remarks);
        notes = List.copyOf(notes);
    }
}
