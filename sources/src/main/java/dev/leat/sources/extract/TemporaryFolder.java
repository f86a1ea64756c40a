package dev.leat.sources.extract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The private folder of one worker: its document, and what parsers unpack beside it. */
final class TemporaryFolder {
    private TemporaryFolder() {}

    static void empty(Path folder) throws IOException {
        remove(folder, 1);
    }

    static void delete(Path folder) throws IOException {
        remove(folder, 0);
    }

    /** Bytes in the folder now; files that vanish meanwhile count nothing. */
    static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(TemporaryFolder::sizeOf).sum();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static void remove(Path folder, int minimumDepth) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (file.getNameCount() - folder.getNameCount() >= minimumDepth) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException alreadyGone) {
            return;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
