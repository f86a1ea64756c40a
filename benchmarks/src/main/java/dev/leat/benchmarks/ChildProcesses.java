package dev.leat.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** What the processes of this one take that outlive a run: databases that are read. Nothing on another system than Linux. */
final class ChildProcesses {

    /** Of /proc/PID/stat, counted behind the name: its own time and that of children that have ended. */
    private static final int FIRST_TIME = 11;

    private static final int TIMES = 4;

    /** The unit of /proc on every Linux that we know of. */
    private static final double TICKS_PER_SECOND = 100;

    private ChildProcesses() {}

    /** Seconds of processor time, without a server that is counted apart. */
    static double seconds(long serverPid) {
        Set<ProcessHandle> server = ProcessHandle.of(serverPid).stream()
                .flatMap(ProcessHandle::descendants)
                .collect(Collectors.toSet());
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.pid() != serverPid && !server.contains(child))
                .mapToDouble(child -> secondsOf(child.pid()))
                .sum();
    }

    private static double secondsOf(long pid) {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        } catch (IOException gone) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int field = FIRST_TIME; field < FIRST_TIME + TIMES; field++) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks / TICKS_PER_SECOND;
    }
}
