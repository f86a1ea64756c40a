package dev.leat.connect.mirror;

/** Where the outcome of one document is told. Exactly one of the methods is called, once, from any thread. */
interface Settlement {

    /** The document has its outcome. */
    void done(Tally.Fate fate, long bytes);

    /** The document will not have one in this attempt. */
    void broken();
}
