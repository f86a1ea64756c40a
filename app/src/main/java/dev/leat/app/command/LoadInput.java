package dev.leat.app.command;

import dev.leat.app.load.ForeignFormat;
import dev.leat.app.scan.ExportFormat;
import dev.leat.app.scan.ExportManifest;
import dev.leat.elastic.ConfigException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that is to be loaded.
 *
 * @param file null for standard input
 * @param sha256 of the file, as a manifest has it; null when there is none
 */
record LoadInput(@Nullable Path file, @Nullable String sha256) {

    /**
     * What an argument of the command stands for: a file, standard input, or all files of an exported folder.
     *
     * @throws ConfigException when a folder holds no complete export of lines
     */
    static List<LoadInput> of(String argument) throws IOException {
        if (argument.equals("-")) {
            return List.of(new LoadInput(null, null));
        }
        Path path = Path.of(argument);
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        return Files.isDirectory(path) ? ofFolder(path) : ofFile(path);
    }

    private static List<LoadInput> ofFile(Path file) throws IOException {
        // What is read once only, such as a named pipe, is looked at when it is loaded.
        if (Files.isRegularFile(file)) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                ForeignFormat.refuse(file.toString(), in);
            }
        }
        return List.of(new LoadInput(file, null));
    }

    private static List<LoadInput> ofFolder(Path folder) throws IOException {
        ExportManifest manifest = ExportManifest.find(folder)
                .orElseThrow(() ->
                        new ConfigException("FILE", folder + " is a folder without an export; name a file in it"));
        if (!manifest.complete()) {
            throw new ConfigException(
                    "FILE", folder + " holds an export that is not complete; 'leat scan --resume' goes on with it");
        }
        if (!manifest.content().format().equals(ExportFormat.NDJSON.word())) {
            throw new ConfigException(
                    "FILE", folder + " holds " + manifest.content().format() + ", which is not loaded; export NDJSON");
        }
        List<LoadInput> inputs = new ArrayList<>();
        for (ExportManifest.Part part : manifest.parts()) {
            ExportManifest.Finished finished = part.finished();
            inputs.add(new LoadInput(folder.resolve(part.file()), finished == null ? null : finished.sha256()));
        }
        return inputs;
    }

    /** The bytes of all of them; -1 when that is not known. */
    static long bytes(List<LoadInput> inputs) throws IOException {
        long bytes = 0;
        for (LoadInput input : inputs) {
            if (input.file == null) {
                return -1;
            }
            bytes += Files.size(input.file);
        }
        return bytes;
    }
}
