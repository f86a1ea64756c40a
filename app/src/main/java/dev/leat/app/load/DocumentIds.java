package dev.leat.app.load;

import dev.leat.app.file.Sha256;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * Gives ids to documents that have none, always the same for the same input, so that loading it again overwrites instead
 * of doubling. Not thread-safe: lines are named in their order.
 */
sealed interface DocumentIds {

    /** The id of the document in the current line. */
    String next(LineReader line);

    /** For a file: its fingerprint and the line's offset. */
    record OfFile(String fingerprint) implements DocumentIds {
        @Override
        public String next(LineReader line) {
            return fingerprint + "-" + line.offset();
        }
    }

    /**
     * For a pipe, which cannot be read before it is loaded: a running hash of all lines so far and the line's offset. Two
     * pipes that begin alike give the same ids to the documents of their common beginning.
     */
    final class OfStream implements DocumentIds {
        private final MessageDigest digest = Sha256.digest();
        private byte[] soFar = new byte[32];

        @Override
        public String next(LineReader line) {
            digest.update(soFar);
            digest.update(line.buffer(), line.start(), line.end() - line.start());
            soFar = digest.digest();
            return shorten(soFar) + "-" + line.offset();
        }
    }

    /** 72 bits of a hash as 12 letters: among a billion files the chance of two alike is below 1 in 1000. */
    static String shorten(byte[] hash) {
        return Base64.getUrlEncoder().encodeToString(java.util.Arrays.copyOf(hash, 9));
    }
}
