package dev.leat.benchmarks.datastore;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Measures an operation in batches: time on the clock, bytes allocated by all threads of the process (virtual ones
 * allocate as their carriers), and the process's processor time, each for one operation.
 */
final class Meter {

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private static final long WARM_UP_NANOS = 4_000_000_000L;
    private static final int BATCHES = 20;

    private Meter() {}

    /** One operation of the many. */
    @FunctionalInterface
    interface Operation {
        void run() throws IOException;
    }

    /**
     * What one operation took: of the batches the median on the clock, and the mean of all batches of the rest.
     *
     * @param nanos on the clock
     * @param bytes allocated
     * @param processorNanos of this process, its garbage collector and compiler included
     */
    record Figures(double nanos, double bytes, double processorNanos) {}

    /** @param units that an operation counts for, such as the documents of a bulk request */
    static Figures measure(Operation operation, int operationsOfBatch, long units) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < WARM_UP_NANOS) {
            operation.run();
        }
        double[] nanos = new double[BATCHES];
        long bytes = THREADS.getTotalThreadAllocatedBytes();
        long processor = SYSTEM.getProcessCpuTime();
        for (int batch = 0; batch < BATCHES; batch++) {
            long began = System.nanoTime();
            for (int i = 0; i < operationsOfBatch; i++) {
                operation.run();
            }
            nanos[batch] = (double) (System.nanoTime() - began) / (operationsOfBatch * units);
        }
        double all = (double) BATCHES * operationsOfBatch * units;
        double allocated = (THREADS.getTotalThreadAllocatedBytes() - bytes) / all;
        double used = (SYSTEM.getProcessCpuTime() - processor) / all;
        Arrays.sort(nanos);
        return new Figures((nanos[BATCHES / 2 - 1] + nanos[BATCHES / 2]) / 2, allocated, used);
    }
}
