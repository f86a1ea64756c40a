package dev.leat.app.load;

import dev.leat.elastic.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * The loads into one index that are remembered on this machine: a small file each. Losing them costs repeated work, and
 * for files that have grown since, new ids. Not thread-safe; two processes do not harm each other.
 */
final class LoadStates {

    private static final Logger LOG = LoggerFactory.getLogger(LoadStates.class);

    private final Path folder;

    LoadStates(Path folder) {
        this.folder = folder;
    }

    /** All that are remembered; what cannot be read is passed over. */
    List<LoadState> all() throws IOException {
        List<LoadState> states = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return states;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files.filter(LoadStates::isState)::iterator) {
                try {
                    states.add(Json.MAPPER.readValue(Files.readAllBytes(file), LoadState.class));
                } catch (JacksonException | java.nio.file.NoSuchFileException e) {
                    LOG.debug("{} is passed over: {}", file, e.toString());
                }
            }
        }
        return states;
    }

    private static boolean isState(Path file) {
        return file.toString().endsWith(".json");
    }

    /** Remembers a state in place of the one of the same fingerprint. */
    void save(LoadState state) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(state.fingerprint().toLowerCase(Locale.ROOT) + "-"
                + Integer.toHexString(state.fingerprint().hashCode()) + ".json");
        Path beside = folder.resolve(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        Files.write(beside, Json.MAPPER.writeValueAsBytes(state));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
