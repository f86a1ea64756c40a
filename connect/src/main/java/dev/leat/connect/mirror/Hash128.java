package dev.leat.connect.mirror;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * The first 128 bits of a SHA-256: short enough to keep millions, long enough that no two different texts ever share
 * one, not even when somebody tries.
 */
record Hash128(long high, long low) {

    /** How many characters {@link #text} has. */
    static final int TEXT_LENGTH = 22;

    static Hash128 ofDigest(byte[] digest) {
        ByteBuffer buffer = ByteBuffer.wrap(digest);
        return new Hash128(buffer.getLong(), buffer.getLong());
    }

    /** The form that stands in a document. */
    String text() {
        byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
