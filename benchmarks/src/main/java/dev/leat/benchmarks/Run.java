package dev.leat.benchmarks;

import java.io.IOException;

/** Something that is measured: one run of one contender from its start to its end. */
@FunctionalInterface
interface Run {

    /** Does it once, all of it; preparations and checks that must not count belong into the contest's {@link Setting}. */
    Cost run() throws IOException, InterruptedException;

    /**
     * What a run took beside time, as far as it is not this process's own.
     *
     * @param processSeconds processor time of processes that were started for it
     * @param peakResidentBytes the most memory that such a process held at a time; 0 if there was none
     */
    record Cost(double processSeconds, long peakResidentBytes) {

        /** All was done within this process. */
        static Cost none() {
            return new Cost(0, 0);
        }
    }

    /** What surrounds a run without being measured. */
    interface Setting {

        /** Makes everything as it was before the first run. */
        void before() throws IOException, InterruptedException;

        /** Checks that the run did what it should, and clears up. */
        void after(String contender) throws IOException, InterruptedException;

        /** Nothing has to be prepared or checked. */
        static Setting none() {
            return new Setting() {
                @Override
                public void before() {}

                @Override
                public void after(String contender) {}
            };
        }
    }
}
