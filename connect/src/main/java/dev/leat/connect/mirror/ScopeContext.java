package dev.leat.connect.mirror;

import dev.leat.elastic.Progress;

/** What the scopes of a run share. */
record ScopeContext(
        MirrorSettings settings,
        DocumentForm form,
        Ledger ledger,
        DeferredDocuments deferred,
        Progress progress,
        Workshop workshop) {

    boolean isDryRun() {
        return settings.mode() == RunMode.DRY_RUN;
    }

    DocumentWriter writer() {
        return workshop.writer();
    }

    ContentFetcher fetcher() {
        return workshop.fetcher();
    }

    Remarks remarks() {
        return workshop.remarks();
    }

    ErrorMonitor errors() {
        return workshop.errors();
    }

    StopSignal signal() {
        return workshop.signal();
    }
}
