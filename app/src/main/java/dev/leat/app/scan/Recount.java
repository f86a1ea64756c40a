package dev.leat.app.scan;

import dev.leat.app.file.Sha256;
import dev.leat.elastic.Progress;
import dev.leat.elastic.UnavailableException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Reads an export again and holds it against what was to be written. */
public final class Recount {

    private static final int BLOCK = 1 << 16;

    private final DocumentCounter counter;

    public Recount(DocumentCounter counter) {
        this.counter = counter;
    }

    /**
     * Requires that a file holds that many documents.
     *
     * @throws UnavailableException when it does not
     */
    public void requireFile(Path file, long documents) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BLOCK)) {
            requireCount(file, documents, counter.count(file, in));
        }
    }

    /**
     * Requires that every part of a complete export is as the manifest says: its bytes, their checksum and the documents.
     *
     * @throws UnavailableException when one is not
     */
    public void requireFolder(Path folder, ExportManifest manifest, Progress progress) throws IOException {
        for (ExportManifest.Part part : manifest.parts()) {
            ExportManifest.Finished wanted = part.finished();
            if (wanted == null) {
                throw wrong(folder.resolve(part.file()), "is not finished");
            }
            requirePart(folder.resolve(part.file()), wanted);
            progress.advance(wanted.documents());
        }
    }

    private void requirePart(Path file, ExportManifest.Finished wanted) throws IOException {
        MessageDigest digest = Sha256.digest();
        long documents;
        try (InputStream raw = Files.newInputStream(file);
                DigestInputStream read = new DigestInputStream(raw, digest);
                BufferedInputStream in = new BufferedInputStream(read, BLOCK)) {
            documents = counter.count(file, in);
            in.transferTo(OutputStream.nullOutputStream());
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(wanted.sha256())) {
            throw wrong(file, "is not what was written: its checksum differs");
        }
        requireCount(file, wanted.documents(), documents);
    }

    private static void requireCount(Path file, long wanted, long found) {
        if (wanted != found) {
            throw wrong(file, "holds " + found + " documents instead of " + wanted);
        }
    }

    private static UnavailableException wrong(Path file, String what) {
        return new UnavailableException(file + " " + what + "; run the export again", null);
    }
}
