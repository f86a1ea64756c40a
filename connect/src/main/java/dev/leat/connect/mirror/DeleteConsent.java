package dev.leat.connect.mirror;

/** How much a run may delete. */
public enum DeleteConsent {
    /** At most the delete ratio of the settings; beyond it, nothing is deleted and the report says so. */
    WITHIN_RATIO,
    /** Everything that is gone from the source: somebody has looked at the numbers and said so, for this one run. */
    ALL
}
