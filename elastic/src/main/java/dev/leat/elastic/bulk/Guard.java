package dev.leat.elastic.bulk;

/** The condition under which Elasticsearch carries an operation out; if it does not hold, the outcome is a 409. */
public sealed interface Guard {

    /** No condition: the last write wins. */
    static Guard none() {
        return None.NONE;
    }

    /** No condition. */
    enum None implements Guard {
        NONE
    }

    /**
     * The caller's own version, which must be higher than the stored one (also than that of a document deleted within
     * {@code index.gc_deletes}).
     *
     * @param version from 0 up
     */
    record ExternalVersion(long version) implements Guard {

        public ExternalVersion {
            requireVersion(version);
        }
    }

    /**
     * The caller's own version, which must not be lower than the stored one.
     *
     * @param version from 0 up
     */
    record ExternalVersionOrEqual(long version) implements Guard {

        public ExternalVersionOrEqual {
            requireVersion(version);
        }
    }

    /** The document is still as it was when it was read (compare-and-set). */
    record IfSeqNo(long seqNo, long primaryTerm) implements Guard {

        public IfSeqNo {
            if (seqNo < 0 || primaryTerm < 1) {
                throw new IllegalArgumentException(
                        "not a sequence number and primary term: " + seqNo + ", " + primaryTerm);
            }
        }
    }

    private static void requireVersion(long version) {
        if (version < 0) {
            throw new IllegalArgumentException("an external version is at least 0 and not " + version);
        }
    }
}
