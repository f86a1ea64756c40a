package dev.leat.connect.mirror;

/** What is to be done with a document that a scope has put. */
enum Claim {
    /** Write it; the index does not have it. */
    CREATE,
    /** Write it; the index has another copy. */
    UPDATE,
    /** The index has it like this. */
    UNCHANGED,
    /** An earlier attempt of this run has created it like this, and its checkpoint had not become durable. */
    CREATED_BEFORE,
    /** An earlier attempt of this run has updated it to this, and its checkpoint had not become durable. */
    UPDATED_BEFORE,
    /** The id was listed already. */
    DUPLICATE,
    /** The indexed copy belongs to a scope that may still list it: decide when that has ended. */
    DEFER
}
