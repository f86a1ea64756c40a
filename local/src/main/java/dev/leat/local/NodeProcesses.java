package dev.leat.local;

import dev.leat.local.LocalException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The processes of one node. A pid alone proves nothing, since the system uses it again: a process is the node's only if
 * its command line carries the node's mark.
 */
record NodeProcesses(NodeFiles files, Pause pause) {
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(50);

    boolean isOurs(long pid) {
        return pid > 0 && commandLine(pid).contains(files.mark());
    }

    private static List<String> commandLine(long pid) {
        Path file = Path.of("/proc", Long.toString(pid), "cmdline");
        try {
            if (Files.isDirectory(Path.of("/proc/self"))) {
                return List.of(
                        Files.readString(file, StandardCharsets.ISO_8859_1).split("\0", -1));
            }
        } catch (IOException e) {
            // It has ended.
            return List.of();
        }
        return ProcessHandle.of(pid)
                .map(ProcessHandle::info)
                .flatMap(info -> info.commandLine())
                .map(line -> List.of(line.split(" ", -1)))
                .orElse(List.of());
    }

    /** Asks these processes to end, waits, and kills those that do not; processes that are not the node's are spared. */
    void end(long... pids) {
        send(pids, false);
        if (waitForEnd(GRACE, pids)) {
            return;
        }
        send(pids, true);
        if (!waitForEnd(AFTER_KILL, pids)) {
            throw new LocalException(
                    Reason.TIMED_OUT,
                    files.kind().product() + " on " + files.directory() + " (pid " + describe(pids)
                            + ") does not end: stop it as the user who started it");
        }
    }

    private void send(long[] pids, boolean kill) {
        for (long pid : pids) {
            if (isOurs(pid)) {
                ProcessHandle.of(pid).ifPresent(process -> {
                    if (kill) {
                        process.destroyForcibly();
                    } else {
                        process.destroy();
                    }
                });
            }
        }
    }

    private boolean waitForEnd(Duration atMost, long... pids) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (LongStream.of(pids).anyMatch(this::isOurs)) {
                if (System.nanoTime() - deadline > 0) {
                    return false;
                }
                pause.rest(STEP);
            }
            return true;
        } catch (InterruptedException e) {
            throw LocalException.interrupted("waiting for " + files.kind().product() + " to end", e);
        }
    }

    private String describe(long... pids) {
        return String.join(
                ", ",
                LongStream.of(pids)
                        .filter(this::isOurs)
                        .mapToObj(Long::toString)
                        .toList());
    }
}
