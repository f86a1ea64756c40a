package dev.leat.local;

import dev.leat.local.LocalException.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The committed list of the jars that make up a program, as they lie in a Maven repository.
 *
 * <p>Its text has one line a jar: {@code size sha256 path}; lines that start with {@code #} are for people.
 */
record JarList(List<Jar> jars) {
    /**
     * One jar.
     *
     * @param path where it lies, relative to the repository's address
     */
    record Jar(long size, String sha256, String path) {
        Jar {
            if (!path.matches("[A-Za-z0-9._/-]+\\.jar") || path.contains("..")) {
                throw new LocalException(Reason.CORRUPT_DOWNLOAD, "The path \"" + path + "\" is none of a jar");
            }
        }

        /** The name of its file. */
        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    JarList {
        jars = List.copyOf(jars);
    }

    long bytes() {
        return jars.stream().mapToLong(Jar::size).sum();
    }

    /** The list in a resource of this package. */
    static JarList of(String resource) {
        try (InputStream stream = JarList.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("The list " + resource + " is missing in this build of Leat");
            }
            return parse(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the list " + resource + " of this build of Leat", e);
        }
    }

    static JarList parse(BufferedReader text) throws IOException {
        List<Jar> jars = new ArrayList<>();
        for (String line = text.readLine(); line != null; line = text.readLine()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] words = line.split(" ", 3);
                jars.add(new Jar(Long.parseLong(words[0]), words[1], words[2]));
            }
        }
        return new JarList(jars);
    }
}
