package dev.leat.connect.mirror;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The first 128 bits of a SHA-256: short enough to keep millions, long enough that no two different texts ever share
 * one, not even when somebody tries.
 */
record Hash128(long high, long low) {

    private static final int TEXT_LENGTH = 22;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    static Hash128 ofDigest(byte[] digest) {
        ByteBuffer buffer = ByteBuffer.wrap(digest);
        return new Hash128(buffer.getLong(), buffer.getLong());
    }

    /** Reads what {@link #text} wrote; null when it is something else. */
    static @Nullable Hash128 parse(@Nullable String text) {
        if (text == null || text.length() != TEXT_LENGTH) {
            return null;
        }
        try {
            return ofDigest(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }

    /** The form that stands in a document. */
    String text() {
        byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        return ENCODER.encodeToString(bytes);
    }
}
