package dev.leat.elastic.bulk;

/** Whether a stored document that differs from what was sent is certainly another one. */
enum Fidelity {

    /** The index gives back what was stored, byte for byte. */
    VERBATIM,

    /** A pipeline, a synthetic source or the like may have changed it, or this could not be found out. */
    TRANSFORMED
}
