package dev.leat.elastic.bulk;

/** The guard under which an operation goes out this time: its own, or the one found right after a lost answer. */
sealed interface Guarding {

    /** As the caller wrote it. */
    enum AsWritten implements Guarding {
        AS_WRITTEN
    }

    /** Only if there is no such document: an index operation goes as a create. */
    enum IfAbsent implements Guarding {
        IF_ABSENT
    }

    /**
     * Only if the document is still what was read.
     *
     * @param index the concrete index that was read: the same numbers under an alias that was swapped meanwhile would
     *     mean another document
     */
    record IfUnchanged(String index, long seqNo, long primaryTerm) implements Guarding {}
}
