package dev.leat.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The removal of a directory with all that is in it; links are removed, not followed. */
final class DeleteTree {
    private DeleteTree() {}

    static void delete(Path root) throws IOException {
        try (Stream<Path> below = Files.walk(root)) {
            for (Path path : (Iterable<Path>) below.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // Gone already, which is what was wanted.
            return;
        }
    }
}
