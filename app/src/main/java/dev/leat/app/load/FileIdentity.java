package dev.leat.app.load;

import dev.leat.app.file.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a file is, by its content, and which remembered load was one of it. That is the load of the same content, wherever
 * the file lies now; or of the same path, if the file still begins with what was loaded then: it has grown, or was
 * mended after the place where the load stopped.
 *
 * @param length the size of the file when it was read
 * @param digest SHA-256 of all of it, hex
 */
record FileIdentity(Path path, long length, String digest, Optional<LoadState> earlier) {

    /** Reads the whole file once, at the speed of the disk. */
    static FileIdentity of(Path file, List<LoadState> remembered) throws IOException {
        Path path = file.toRealPath();
        long length = Files.size(path);
        TreeMap<Long, String> digests = new TreeMap<>();
        remembered.stream()
                .map(LoadState::length)
                .filter(known -> known > 0 && known < length)
                .forEach(known -> digests.put(known, ""));
        digests.put(length, "");
        digest(path, digests);
        String whole = String.valueOf(digests.get(length));
        Optional<LoadState> earlier = remembered.stream()
                .filter(state -> state.digest().equals(digests.get(state.length())))
                .filter(state -> state.length() == length || state.path().equals(path.toString()))
                .max(Comparator.comparingLong(LoadState::length));
        return new FileIdentity(path, length, whole, earlier);
    }

    /** The digest of the first bytes of a file. */
    static String digestOf(Path path, long length) throws IOException {
        TreeMap<Long, String> digests = new TreeMap<>(Map.of(length, ""));
        digest(path, digests);
        return String.valueOf(digests.get(length));
    }

    /** Fills in the digest of each length. */
    private static void digest(Path path, TreeMap<Long, String> digests) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[1 << 18];
        long at = 0;
        try (InputStream file = Files.newInputStream(path);
                DigestInputStream in = new DigestInputStream(file, digest)) {
            for (Map.Entry<Long, String> entry : digests.entrySet()) {
                int read = 0;
                while (at < entry.getKey() && read >= 0) {
                    read = in.read(buffer, 0, (int) Math.min(buffer.length, entry.getKey() - at));
                    at += Math.max(read, 0);
                }
                if (at < entry.getKey()) {
                    throw new IOException(path + " became shorter while it was read; run it again when it is at rest");
                }
                entry.setValue(snapshot(digest));
            }
        }
    }

    private static String snapshot(MessageDigest digest) {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of the JDK can be cloned", e);
        }
    }

    /** What the ids of its documents begin with: as in the earlier load, so that they are not doubled. */
    String fingerprint() {
        return earlier.map(LoadState::fingerprint)
                .orElseGet(() -> DocumentIds.shorten(HexFormat.of().parseHex(digest)));
    }
}
