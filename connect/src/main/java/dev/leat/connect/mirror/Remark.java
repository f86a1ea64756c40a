package dev.leat.connect.mirror;

/**
 * One document that is worth a word in the report; of each kind only the first few are kept.
 *
 * @param id empty when there is none
 * @param reason empty when the kind says it all
 */
public record Remark(Kind kind, String scope, String id, String reason) {

    /** What happened, or would happen, to the document. */
    public enum Kind {
        CREATED,
        UPDATED,
        DELETED,
        SKIPPED,
        REJECTED,
        FAILED,
        DUPLICATE
    }
}
