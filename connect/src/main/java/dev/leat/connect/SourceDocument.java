package dev.leat.connect;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One document as the source has it.
 *
 * <p>Values of fields are what JSON can say: strings, numbers, booleans, nulls, maps with string keys, collections and
 * arrays; also {@code java.time} values (written in ISO-8601), UUIDs, enums and byte arrays (base64). The document is
 * unchanged when its fields are the same, in the same order, as when it was last written; with content, when its
 * timestamp and the fields given here are the same, for then the content is not looked at.
 *
 * @param id unique within the whole source, over all scopes, and stable. An id longer than 512 bytes of UTF-8 is
 *     replaced by its MD5 in hexadecimal; a document with an empty id is rejected
 * @param timestamp when the content last changed, or any other text that is different then (an ETag, a size and a
 *     time): compared exactly as written. Counts only together with content
 * @param fields what is known without further effort, in the order in which it is to be written. {@code _leat}
 *     and {@code _allow_access_control} are reserved and left out
 * @param content what is costly to get, or null when the fields are all there is
 * @param access who may see it, each name with its prefix ({@code user:jane}), sorted and without repetition; empty when
 *     nobody may; null when the source does not say. Counts only where document-level security is on, and there null is
 *     the same as empty
 */
public record SourceDocument(
        String id,
        @Nullable String timestamp,
        Map<String, @Nullable Object> fields,
        @Nullable Content content,
        @Nullable List<String> access) {

    public SourceDocument {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        access = access == null ? null : access.stream().sorted().distinct().toList();
    }

    /** A document whose fields are all there is. */
    @SuppressWarnings("unchecked") // The constructor copies what it is given, and puts nothing in.
    public static SourceDocument of(String id, Map<String, ? extends @Nullable Object> fields) {
        return new SourceDocument(id, null, (Map<String, @Nullable Object>) fields, null, null);
    }

    /** This document with content that is fetched when the timestamp or the fields have changed. */
    public SourceDocument withContent(String timestamp, Content content) {
        return new SourceDocument(id, timestamp, fields, content, access);
    }

    /** This document with the time of its last change, for documents whose fields are all there is. */
    public SourceDocument withTimestamp(String timestamp) {
        return new SourceDocument(id, timestamp, fields, content, access);
    }

    /** This document with those who may see it, in any order. */
    public SourceDocument withAccess(Collection<String> identities) {
        return new SourceDocument(id, timestamp, fields, content, List.copyOf(identities));
    }

    /** This document as if its fields were all there is. */
    public SourceDocument withoutContent() {
        return content == null ? this : new SourceDocument(id, timestamp, fields, null, access);
    }
}
