package dev.leat.cassandra.sync;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.SortedMap;

/**
 * What a row or a document looks like, in 128 bits: the beginning of a SHA-256 over its content, or {@link #ABSENT} when
 * there is none. Two sides are in step when their fingerprints are equal.
 */
public record Fingerprint(long high, long low) {

    /** Of a row or a document that does not exist. No content has it. */
    public static final Fingerprint ABSENT = new Fingerprint(0, 0);

    /**
     * Of a row or a document that cannot be mapped, where a scan or a feed comes by it. No digest is that small but by a
     * chance of 1 in 2^128.
     */
    public static final Fingerprint UNREADABLE = new Fingerprint(0, 1);

    private static final int BYTES = 16;
    private static final long ODD = 0x9E37_79B9_7F4A_7C15L;

    static Fingerprint of(SortedMap<String, String> values) {
        MessageDigest digest = sha256();
        values.forEach((name, value) -> {
            update(digest, name);
            update(digest, value);
        });
        return of(digest);
    }

    /** Of one text. */
    static Fingerprint of(String text) {
        MessageDigest digest = sha256();
        update(digest, text);
        return of(digest);
    }

    /** Reads what {@link #text} wrote. */
    public static Fingerprint parse(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        if (bytes.remaining() != BYTES) {
            throw new IllegalArgumentException("not a fingerprint: " + text);
        }
        return new Fingerprint(bytes.getLong(), bytes.getLong());
    }

    public boolean isAbsent() {
        return equals(ABSENT);
    }

    /** 22 characters, safe in URLs and JSON. */
    public String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array());
    }

    Fingerprint xor(Fingerprint other) {
        return new Fingerprint(high ^ other.high, low ^ other.low);
    }

    /** Of this and another together; their order matters. */
    Fingerprint pairedWith(Fingerprint other) {
        return new Fingerprint(mixed(high + ODD * other.high), mixed(low + ODD * other.low));
    }

    /** A bijection that lets every bit count, so that pairs do not cancel each other out. */
    private static long mixed(long value) {
        long mixed = (value ^ (value >>> 32)) * ODD;
        return mixed ^ (mixed >>> 29);
    }

    private static Fingerprint of(MessageDigest digest) {
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        return new Fingerprint(bytes.getLong(), bytes.getLong());
    }

    /** Lengths go in first, so that no two different contents run together to the same bytes. */
    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = bytes.length;
        digest.update((byte) (length >>> 24));
        digest.update((byte) (length >>> 16));
        digest.update((byte) (length >>> 8));
        digest.update((byte) length);
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
