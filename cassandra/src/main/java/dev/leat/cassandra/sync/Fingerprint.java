package dev.leat.cassandra.sync;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a row or a document looks like, in 128 bits: the beginning of a SHA-256 over its content, or {@link #ABSENT} when
 * there is none. Two sides are in step when their fingerprints are equal.
 */
public record Fingerprint(long high, long low) {

    /** Of a row or a document that does not exist. No content has it. */
    public static final Fingerprint ABSENT = new Fingerprint(0, 0);

    private static final int BYTES = 16;

    static Fingerprint of(SortedMap<String, String> values) {
        MessageDigest digest = sha256();
        for (Map.Entry<String, String> value : values.entrySet()) {
            update(digest, value.getKey());
            update(digest, value.getValue());
        }
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

    private static Fingerprint of(MessageDigest digest) {
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        return new Fingerprint(bytes.getLong(), bytes.getLong());
    }

    /** Lengths go in first, so that no two different contents run together to the same bytes. */
    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
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
