package dev.leat.local;

import dev.leat.local.LocalException.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The committed list of what is needed from one archive: where each file lies in it, and what it must be.
 *
 * <p>Its text has one line a file: {@code offset compressed size method mode sha256 path}; lines that start with
 * {@code #} say what was left out. The offsets make the archive's own directory superfluous: what is needed is one
 * stretch of neighbouring bytes.
 *
 * @param archiveSize the size of the whole archive in bytes
 * @param folder the folder inside the archive that the paths are relative to, with a slash at its end
 * @param entries the files in the order of their offsets
 */
record DistributionList(long archiveSize, String folder, List<Entry> entries) {
    /**
     * One file of the archive.
     *
     * @param offset where its local header starts
     * @param compressed its size in the archive, the header not counted
     * @param size its size when unpacked
     */
    record Entry(long offset, long compressed, long size, Method method, Mode mode, String sha256, String path) {
        Entry {
            Path relative = Path.of(path);
            if (path.isEmpty()
                    || relative.isAbsolute()
                    || path.contains("\\")
                    || !relative.normalize().equals(relative)
                    || relative.startsWith("..")) {
                throw new LocalException(
                        Reason.CORRUPT_DOWNLOAD, "The path \"" + path + "\" leads out of the distribution's folder");
            }
        }
    }

    /** How a file is kept in the archive. */
    enum Method {
        STORED,
        DEFLATED
    }

    /** What a file is for. */
    enum Mode {
        PLAIN,
        EXECUTABLE
    }

    DistributionList {
        entries = List.copyOf(entries);
    }

    long compressedBytes() {
        return entries.stream().mapToLong(Entry::compressed).sum();
    }

    static DistributionList of(ElasticsearchVersion version) {
        String resource = version.listResource();
        try (InputStream stream = DistributionList.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("The list " + resource + " is missing in this build of Leat");
            }
            return parse(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the list " + resource + " of this build of Leat", e);
        }
    }

    static DistributionList parse(BufferedReader text) throws IOException {
        long archiveSize = 0;
        String folder = "";
        List<Entry> entries = new ArrayList<>();
        for (String line = text.readLine(); line != null; line = text.readLine()) {
            String[] words = line.split(" ", 7);
            switch (words[0]) {
                case "#", "" -> {}
                case "archive-size" -> archiveSize = Long.parseLong(words[1]);
                case "folder" -> folder = words[1];
                default ->
                    entries.add(new Entry(
                            Long.parseLong(words[0]),
                            Long.parseLong(words[1]),
                            Long.parseLong(words[2]),
                            Method.valueOf(words[3]),
                            Mode.valueOf(words[4]),
                            words[5],
                            words[6]));
            }
        }
        return new DistributionList(archiveSize, folder, entries);
    }
}
