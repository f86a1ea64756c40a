package dev.leat.app.load;

import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to load, and how.
 *
 * @param file the input; null for {@code pipe}
 * @param sha256 of the file, in hex, as an export's manifest has it; null when there is none to compare with
 * @param destination where to; these indices exist
 * @param idField the field that holds the id; empty for none
 * @param documentsPerSecond the most that are written; {@link Integer#MAX_VALUE} for as many as the cluster takes
 * @param stateFolder where to remember how far a load into this destination came
 */
public record LoadRequest(
        @Nullable Path file,
        InputStream pipe,
        @Nullable String sha256,
        Destination destination,
        String idField,
        WriteRule rule,
        OnError onError,
        Start start,
        int documentsPerSecond,
        Path stateFolder) {

    /** What a malformed line does. */
    public enum OnError {
        /** It ends the load; what stands before it is written. */
        STOP,
        /** It becomes a dead letter, and the load goes on. */
        SKIP
    }

    /** Where to begin. */
    public enum Start {
        /** Where an interrupted load of the same file has come to; else at the beginning. */
        RESUME,
        /** At the beginning. */
        ANEW
    }

    /** What messages call the input. */
    String name() {
        return file == null ? "standard input" : file.toString();
    }

    /** The file for what is rejected. */
    Path lettersFile() {
        return file == null
                ? Path.of("stdin.rejected.ndjson")
                : file.resolveSibling(file.getFileName() + ".rejected.ndjson");
    }
}
