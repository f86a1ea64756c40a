package dev.leat.connect.mirror;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which run a journal belongs to.
 *
 * @param source fingerprint of the source's configuration
 * @param indexUuid of the index when the run began: another one means that it was made anew
 * @param table id of the id table that goes with the journal
 * @param attempt how often the run was started or taken up, from 1
 * @param startedMillis when the first attempt began
 * @param cursor where the source was before anything was read, as JSON; null when it cannot say
 * @param tableLost number of the last attempt that had to do without the marks of those before it; 0 for none
 */
record RunHeader(
        UUID run,
        String source,
        String index,
        String indexUuid,
        UUID table,
        int attempt,
        long startedMillis,
        int tableLost,
        @Nullable String cursor) {

    /** Attempts are part of the numbers of intervals, which leave that much room. */
    static final int MAX_ATTEMPTS = 0xFFFF;

    RunHeader nextAttempt() {
        return new RunHeader(run, source, index, indexUuid, table, attempt + 1, startedMillis, tableLost, cursor);
    }

    RunHeader withNewTable(UUID fresh) {
        return new RunHeader(run, source, index, indexUuid, fresh, attempt, startedMillis, attempt, cursor);
    }

    RunHeader withCursor(String json) {
        return new RunHeader(run, source, index, indexUuid, table, attempt, startedMillis, tableLost, json);
    }
}
