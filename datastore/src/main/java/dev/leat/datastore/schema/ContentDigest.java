package dev.leat.datastore.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A sum over the ids and contents of many documents, in whatever order they come: two sets of documents have the same sum
 * exactly if they are the same, as surely as SHA-256 tells documents apart. Kept in parts by id, so that where two sums
 * differ only a part need be looked at. Thread-safe.
 */
final class ContentDigest {

    /** Parts; at 10 million documents, 10,000 in each. */
    static final int PARTS = 1024;

    /** Of each part: the number of documents, and the four words of the sum of their hashes. */
    private static final int WORDS = 5;

    private final AtomicLongArray sums = new AtomicLongArray(PARTS * WORDS);

    void add(String id, byte[] source) {
        byte[] hash = hash(id, source);
        int first = part(id) * WORDS;
        sums.getAndIncrement(first);
        for (int word = 0; word < WORDS - 1; word++) {
            sums.getAndAdd(first + 1 + word, word(hash, word));
        }
    }

    /** The part that an id belongs to. */
    static int part(String id) {
        return Math.floorMod(id.hashCode() * 0x9E3779B9, PARTS);
    }

    static byte[] hash(String id, byte[] source) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] name = id.getBytes(StandardCharsets.UTF_8);
            digest.update((byte) (name.length >> 8));
            digest.update((byte) name.length);
            digest.update(name);
            return digest.digest(source);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static long word(byte[] hash, int word) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | (hash[word * 8 + i] & 0xff);
        }
        return value;
    }

    long documents() {
        long documents = 0;
        for (int part = 0; part < PARTS; part++) {
            documents += sums.get(part * WORDS);
        }
        return documents;
    }

    /** The first part in which the two differ; -1 when they are the same. */
    int firstDifference(ContentDigest other) {
        long[] mine = sums(this);
        long[] theirs = sums(other);
        int at = Arrays.mismatch(mine, theirs);
        return at < 0 ? -1 : at / WORDS;
    }

    private static long[] sums(ContentDigest digest) {
        long[] sums = new long[PARTS * WORDS];
        Arrays.setAll(sums, digest.sums::get);
        return sums;
    }
}
