package dev.leat.connect.mirror;

/** What became of the documents that are in the index and gone from the source. */
public sealed interface DeleteOutcome {

    /**
     * They were deleted.
     *
     * @param changedMeanwhile not deleted, because somebody else has written them since
     */
    record Deleted(long deleted, long changedMeanwhile) implements DeleteOutcome {}

    /** They would be deleted. */
    record Planned(long gone) implements DeleteOutcome {}

    /**
     * None was deleted, because they are more than may be deleted without consent.
     *
     * @param present how many documents the index held when the run began
     */
    record Withheld(long gone, long present, double maxRatio) implements DeleteOutcome {

        /** What happened and what to do, in one line. */
        public String message() {
            return "%d of %d documents are gone from the source (%.1f %%, more than the %.1f %% that may be deleted): none was deleted; look at the source, then allow it for one run"
                    .formatted(gone, present, 100.0 * gone / present, 100 * maxRatio);
        }
    }
}
