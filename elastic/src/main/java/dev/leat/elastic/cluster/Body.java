package dev.leat.elastic.cluster;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a request carries: byte arrays that are sent one after the other without being copied; they must not change
 * while the request is under way.
 */
public record Body(ContentType contentType, List<byte[]> chunks) {

    /** The two media types that both 8.19 and 9.x accept without version negotiation. */
    public enum ContentType {
        JSON("application/json"),
        NDJSON("application/x-ndjson");

        private final String mediaType;

        ContentType(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }
    }

    public Body {
        chunks = List.copyOf(chunks);
    }

    public static Body json(String json) {
        return json(json.getBytes(StandardCharsets.UTF_8));
    }

    public static Body json(byte[] json) {
        return new Body(ContentType.JSON, List.of(json));
    }

    public static Body ndjson(List<byte[]> chunks) {
        return new Body(ContentType.NDJSON, chunks);
    }

    /** In bytes. */
    public long length() {
        long length = 0;
        for (byte[] chunk : chunks) {
            length += chunk.length;
        }
        return length;
    }
}
