package dev.leat.connect.mirror;

import dev.leat.connect.Cursor;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run that came to its end has done.
 *
 * @param totals over all scopes and all attempts
 * @param cursor where an incremental run goes on after this one: the position of the source before its first attempt has
 *     read anything. Null when the source is none for incremental runs, or when a scope could not be listed
 * @param remarks samples: of a dry run what would be done, of any run what went wrong
 * @param notes what else a person should know, one line each
 * @param attempts how often the run was started; more than one when it was continued
 * @param duration of the last attempt
 */
public record MirrorReport(
        String index,
        RunMode mode,
        List<ScopeReport> scopes,
        Counts totals,
        @Nullable Cursor cursor,
        DeleteOutcome deletes,
        DeadLetterPlace deadLetters,
        List<Remark> remarks,
        List<String> notes,
        int attempts,
        Duration duration) {

    public MirrorReport {
        scopes = List.copyOf(scopes);
        remarks = List.copyOf(remarks);
        notes = List.copyOf(notes);
    }

    /** Whether the source could list all of every scope. */
    public boolean isComplete() {
        return scopes.stream().allMatch(scope -> scope.state() == ScopeReport.State.COMPLETED);
    }

    /** Whether deletes were withheld because they were too many. */
    public boolean isWithheld() {
        return deletes instanceof DeleteOutcome.Withheld;
    }

    /** How many documents were deleted, or would be. */
    public long deleted() {
        return switch (deletes) {
            case DeleteOutcome.Deleted(long deleted, long changedMeanwhile) -> deleted;
            case DeleteOutcome.Planned(long gone) -> gone;
            case DeleteOutcome.Withheld withheld -> 0;
        };
    }

    /** Documents that the source listed in each second, by the counts of all attempts over the time of the last. */
    public double documentsPerSecond() {
        double seconds = Math.max(duration.toNanos(), 1) / 1e9;
        return totals.read() / seconds;
    }
}
