package dev.leat.connect.mirror;

import dev.leat.elastic.Progress;

/** What the scopes of a run share. */
record ScopeContext(
        String index,
        RunMode mode,
        Ledger ledger,
        DocumentWriter writer,
        ContentFetcher fetcher,
        DeferredDocuments deferred,
        Remarks remarks,
        Progress progress,
        StopSignal signal) {

    boolean isDryRun() {
        return mode == RunMode.DRY_RUN;
    }
}
