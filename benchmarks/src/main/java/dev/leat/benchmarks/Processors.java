package dev.leat.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Who uses the machine's processors: this process, the server that is measured, other children, and all the others. What cannot be read
 * (another system than Linux, a server elsewhere) counts as nothing.
 */
final class Processors {

    private static final Path STAT = Path.of("/proc/stat");

    /** The unit of /proc/stat on every Linux that we know of. */
    private static final double TICKS_PER_SECOND = 100;

    private final long serverPid;

    /**
     * For a server.
     *
     * @param serverPid 0 if it is none of this machine
     */
    Processors(long serverPid) {
        this.serverPid = serverPid;
    }

    /** Gives the first half of the processors to the server, and the others to this process and its children to come. */
    static void separate(long serverPid) throws IOException, InterruptedException {
        int all = Runtime.getRuntime().availableProcessors();
        if (all < 2 || serverPid == 0) {
            throw new IOException("--apart needs two processors and a node of our own");
        }
        bind(serverPid, "0-" + (all / 2 - 1));
        bind(ProcessHandle.current().pid(), all / 2 + "-" + (all - 1));
    }

    private static void bind(long pid, String processors) throws IOException, InterruptedException {
        Process taskset = new ProcessBuilder("taskset", "-a", "-p", "-c", processors, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (taskset.waitFor() != 0) {
            throw new IOException("taskset could not bind process " + pid + " to the processors " + processors);
        }
    }

    int count() {
        return Runtime.getRuntime().availableProcessors();
    }

    Reading read() throws IOException {
        double own =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
        double server = ProcessHandle.of(serverPid)
                        .flatMap(handle -> handle.info().totalCpuDuration())
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
        return new Reading(System.nanoTime() / 1e9, own, server, ChildProcesses.seconds(serverPid), machine());
    }

    private static double machine() throws IOException {
        if (!Files.isReadable(STAT)) {
            return 0;
        }
        // cpu user nice system idle iowait irq softirq steal …
        String[] fields = Files.readAllLines(STAT).getFirst().trim().split(" +", -1);
        long busy = 0;
        for (int field = 1; field <= 7; field++) {
            if (field != 4 && field != 5) {
                busy += Long.parseLong(fields[field]);
            }
        }
        return busy / TICKS_PER_SECOND;
    }

    /** Waits until the machine has been idle for three seconds, or the time is over. Says how busy it was at the end. */
    double awaitQuiet(Duration atMost) throws IOException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            Reading start = read();
            Thread.sleep(3_000);
            Reading used = read().minus(start);
            double busy = used.machine() / (used.wall() * count());
            if (busy < 0.10 || System.nanoTime() > end) {
                return busy;
            }
        }
    }

    /**
     * Seconds since some moment, by the clock and of processor time.
     *
     * @param children of processes that this one has started and that live on, without the server
     * @param machine all processes together
     */
    record Reading(double wall, double own, double server, double children, double machine) {

        Reading minus(Reading earlier) {
            return new Reading(
                    wall - earlier.wall,
                    own - earlier.own,
                    server - earlier.server,
                    children - earlier.children,
                    machine - earlier.machine);
        }
    }
}
