package dev.leat.app.load;

import dev.leat.app.file.Compression;
import dev.leat.elastic.DeadLetter;
import dev.leat.elastic.RejectedException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** A file of dead letters, which an earlier load has left. */
public final class LetterFile {

    private LetterFile() {}

    /** The indices that the letters were meant for; none when the file is not one of dead letters. */
    public static Set<String> indices(Path file) throws IOException {
        Set<String> indices = new TreeSet<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                InputStream plain = Compression.ofContent(in).decompress(in);
                BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                DeadLetter letter = DeadLetter.parse(line.getBytes(StandardCharsets.UTF_8));
                // A line that could not be read was meant for no index in particular.
                if (!letter.id().isEmpty()) {
                    indices.add(letter.index());
                }
            }
        } catch (RejectedException noLetter) {
            return Set.of();
        }
        return indices;
    }
}
