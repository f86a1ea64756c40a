package dev.leat.connect.mirror;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decides the documents that were put aside, when every scope has said what it has. */
final class DeferredDecision {

    private final ScopeContext context;
    private final Map<Integer, ScopeRun> scopes = new HashMap<>();

    DeferredDecision(ScopeContext context, List<ScopeRun> runs) {
        this.context = context;
        runs.forEach(run -> scopes.put(run.number(), run));
    }

    void decide() throws IOException {
        context.deferred().forEach(this::decide);
    }

    private void decide(DeferredDocuments.Deferred deferred) throws IOException {
        context.signal().throwIfStopped();
        ScopeRun scope = scopes.get(deferred.scope());
        if (scope == null || !context.ledger().isValid(deferred.scope(), deferred.interval())) {
            // Of a scope that is no more, or of an attempt that died and whose documents were listed again.
            return;
        }
        Hash128 key = new DocumentKeys().key(deferred.id());
        Claim claim = context.ledger().claimDeferred(key, deferred.content(), deferred.scope(), deferred.interval());
        switch (claim) {
            case CREATE -> write(deferred, key, scope, Tally.Fate.CREATED);
            case UPDATE -> write(deferred, key, scope, Tally.Fate.UPDATED);
            case UNCHANGED -> scope.decidedLate(Tally.Fate.UNCHANGED, 0);
            case CREATED_BEFORE -> scope.decidedLate(Tally.Fate.CREATED, deferred.document().length);
            case UPDATED_BEFORE -> scope.decidedLate(Tally.Fate.UPDATED, deferred.document().length);
            case DUPLICATE -> {
                context.remarks()
                        .add(
                                Remark.Kind.DUPLICATE,
                                scope.name(),
                                deferred.id(),
                                "another scope has the id; the copy of that one stays");
                scope.decidedLate(Tally.Fate.DUPLICATE, 0);
            }
            case DEFER -> throw new IllegalStateException("Every scope has ended");
        }
    }

    private void write(DeferredDocuments.Deferred deferred, Hash128 key, ScopeRun scope, Tally.Fate fate) {
        context.writer()
                .write(
                        deferred.id(),
                        deferred.document(),
                        new Ticket.Write(scope.name(), key, deferred.content(), fate, new Late(scope)));
    }

    /** Counts for a scope that has ended. The run is not done before all outcomes are known, so nothing is lost. */
    private record Late(ScopeRun scope) implements Settlement {

        @Override
        public void done(Tally.Fate fate, long bytes) {
            scope.decidedLate(fate, bytes);
        }

        @Override
        public void broken() {
            // Whoever calls this stops the run as well.
        }
    }
}
