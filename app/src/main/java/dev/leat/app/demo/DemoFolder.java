package dev.leat.app.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** A copy of the sample files, which the demo may change. */
public final class DemoFolder {
    private static final String LOG = "operations/shift-log.txt";
    private static final String NOTICE = "public/notice-of-frost.md";
    private static final String WALK = "history/a-walk.odt";

    private DemoFolder() {}

    /** Makes the target folder equal to the samples: what was changed by an earlier demo is undone. */
    public static void copy(Path samples, Path target) throws IOException {
        Files.createDirectories(target);
        Files.deleteIfExists(target.resolve(NOTICE));
        Files.walkFileTree(samples, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(
                        target.resolve(samples.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = target.resolve(samples.relativize(file).toString());
                // Files that are equal keep their time, so that a second demo finds them unchanged.
                if (Files.notExists(copy) || Files.mismatch(file, copy) >= 0) {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Edits one file, adds one and deletes one. */
    public static Changes change(Path folder) throws IOException {
        Files.writeString(
                folder.resolve(LOG),
                "Sun 09:10  A heron on the rack of S5. It did not want to move, so the gate had to wait.\n",
                StandardOpenOption.APPEND);
        Files.writeString(folder.resolve(NOTICE), """
                # Notice of frost

                Nights below minus eight degrees are expected until Sunday. The flow is kept high so that the leat does not
                freeze. Please leave one tap open a finger's breadth, and keep children off the ice at the header pond.
                """);
        Files.delete(folder.resolve(WALK));
        return new Changes(1, 1, 1, List.of("edited " + LOG, "added " + NOTICE, "deleted " + WALK));
    }
}
