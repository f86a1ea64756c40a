package dev.leat.connect.mirror;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes ids. For one thread. */
final class DocumentKeys {

    /** What Elasticsearch allows. */
    private static final int MAX_ID_BYTES = 512;

    private final MessageDigest sha256 = digest("SHA-256");

    Hash128 key(String id) {
        return Hash128.ofDigest(sha256.digest(id.getBytes(StandardCharsets.UTF_8)));
    }

    /** The id as the index will have it: as it is, or its MD5 when it is too long. */
    static String storableId(String id) {
        if (id.length() * 3L <= MAX_ID_BYTES) {
            return id;
        }
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= MAX_ID_BYTES
                ? id
                : HexFormat.of().formatHex(digest("MD5").digest(bytes));
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
    }
}
