package dev.leat.connect.mirror;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Names the time since the machine was started, so that a later start can be told from this one. */
final class Boot {

    private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

    private Boot() {}

    /** The same text until the machine starts anew; where that cannot be found out, a text that is never the same. */
    static String id() {
        try {
            if (Files.isReadable(LINUX)) {
                return Files.readString(LINUX).strip();
            }
        } catch (IOException notLinux) {
            // The first process tells as well.
        }
        return ProcessHandle.of(1)
                .flatMap(process -> process.info().startInstant())
                .map(Instant::toString)
                .orElseGet(() -> "unknown since " + System.nanoTime());
    }
}
