package dev.leat.app.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at this machine: the Java that runs, its memory, and the disk that Leat keeps things on. */
public final class Machine {

    private static final long LITTLE = 1_000_000_000L;

    private Machine() {}

    /**
     * Everything that was found.
     *
     * @param folder where Leat keeps things; it, or a folder above it, exists
     */
    public static List<Finding> examine(Path folder) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(
                "java",
                Runtime.version() + " at " + System.getProperty("java.home") + ", heap "
                        + Runtime.getRuntime().maxMemory() / 1_000_000 + " MB"));
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            FileStore store = Files.getFileStore(existing);
            long free = store.getUsableSpace();
            findings.add(
                    free > LITTLE
                            ? Finding.ok("local disk", free / 1_000_000_000 + " GB free at " + existing)
                            : Finding.warn("local disk", "less than 1 GB free at " + existing + "; free some space"));
        } catch (IOException e) {
            findings.add(Finding.warn("local disk", existing + " cannot be looked at: " + e.getMessage()));
        }
        return findings;
    }
}
