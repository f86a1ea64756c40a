package dev.leat.connect;

/** What a kind of source can do beyond a full sync. */
public enum Feature {
    /** The engine filters its documents by the rules of the connector. No effort for the source. */
    BASIC_RULES,
    /** It implements {@link AdvancedRules}. */
    ADVANCED_RULES,
    /** It implements {@link IncrementalSource}. */
    INCREMENTAL_SYNC,
    /** It implements {@link AccessControlledSource}. */
    DOCUMENT_LEVEL_SECURITY
}
