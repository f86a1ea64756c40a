package dev.leat.connect.mirror;

/**
 * Keeps a run from emptying an index because the source had a bad day.
 *
 * @param maxRatio the part of the index's documents that may be deleted without consent
 */
record DeleteGuard(double maxRatio, DeleteConsent consent) {

    /** Fewer deletes than this are never withheld: in a small index, every edit is a large part. */
    static final long ACTIVE_FROM = 100;

    boolean allows(Ledger.Balance balance) {
        return consent == DeleteConsent.ALL
                || balance.gone() < ACTIVE_FROM
                || balance.gone() <= maxRatio * balance.present();
    }
}
