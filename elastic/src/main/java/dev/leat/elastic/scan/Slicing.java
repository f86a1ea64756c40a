package dev.leat.elastic.scan;

import java.io.Serializable;

/** Into how many slices a scan is cut. The number is fixed when the scan is opened, before anything is read. */
public sealed interface Slicing extends Serializable {

    /**
     * As many slices as the documents deserve: about 128 MiB of stored data each, and when there is enough to read, some
     * for every thread; few documents are not spread over many slices.
     *
     * @param parallelism how many slices will be read at the same time
     */
    record Automatic(int parallelism) implements Slicing {

        public Automatic {
            requirePositive(parallelism, "parallelism");
        }

        /** For readers on this machine alone: as many at a time as it has processors. */
        public Automatic() {
            this(Runtime.getRuntime().availableProcessors());
        }
    }

    /**
     * Exactly that many slices; some are empty when there are fewer documents.
     *
     * @param slices at most 100,000
     */
    record Count(int slices) implements Slicing {

        public Count {
            requirePositive(slices, "slices");
            if (slices > ScanPlan.MAX_SLICES) {
                throw new IllegalArgumentException(
                        "slices must be at most " + ScanPlan.MAX_SLICES + ", but is " + slices);
            }
        }
    }

    /**
     * So many slices that none should have more documents than this. A query whose matches lie together in a shard makes
     * some slices of that shard larger and others smaller.
     */
    record DocumentsPerSlice(long documents) implements Slicing {

        public DocumentsPerSlice {
            requirePositive(documents, "documents");
        }
    }

    private static void requirePositive(long value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
        }
    }
}
