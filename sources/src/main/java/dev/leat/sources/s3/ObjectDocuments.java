package dev.leat.sources.s3;

import dev.leat.connect.SourceDocument;
import dev.leat.connect.SourceException;
import dev.leat.sources.extract.FileTexts;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.Owner;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Makes documents of objects. Thread-safe. */
final class ObjectDocuments {

    /** What lies there must be brought back before it can be read. */
    private static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);

    private final S3Connection connection;
    private final FileTexts texts;
    private final Etags etags;

    /** Whether documents have the fingerprint of their object. */
    enum Etags {
        KEPT,
        LEFT_OUT
    }

    ObjectDocuments(S3Connection connection, FileTexts texts, Etags etags) {
        this.connection = connection;
        this.texts = texts;
        this.etags = etags;
    }

    SourceDocument of(String bucket, S3Object object) {
        Instant modified = object.lastModified() == null ? Instant.EPOCH : object.lastModified();
        long size = object.size() == null ? 0 : object.size();
        String storageClass = object.storageClassAsString();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("_timestamp", TIME.format(modified));
        fields.put("filename", object.key());
        fields.put("size_in_bytes", size);
        fields.put("bucket", bucket);
        fields.put("owner", owner(object.owner()));
        fields.put("storage_class", storageClass);
        if (etags == Etags.KEPT) {
            fields.put("etag", object.eTag());
        }
        SourceDocument document =
                SourceDocument.of(id(bucket, object.key()), fields).withTimestamp(TIME.format(modified));
        boolean readable =
                texts.areWantedOf(object.key(), size) && !ARCHIVES.contains(Objects.toString(storageClass, ""));
        return readable ? document.withContent(TIME.format(modified), () -> content(bucket, object.key())) : document;
    }

    /** The id: the MD5 of bucket and key in hexadecimal, as Elastic's own connector has it. */
    static String id(String bucket, String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5")
                            .digest((bucket + "/" + key).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has MD5", e);
        }
    }

    private static @Nullable String owner(@Nullable Owner owner) {
        if (owner == null) {
            return null;
        }
        return owner.displayName() == null || owner.displayName().isEmpty() ? owner.id() : owner.displayName();
    }

    private Map<String, @Nullable Object> content(String bucket, String key) throws InterruptedException {
        try {
            return texts.of(key, () -> open(bucket, key));
        } catch (NoSuchFileException e) {
            // The next run finds it gone and deletes the document.
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("extraction_error", "it vanished before it was read");
            return fields;
        } catch (IOException e) {
            throw new SourceException("Cannot read %s: %s".formatted(shown(bucket, key), e.getMessage()), e);
        }
    }

    /** Lets nothing but an {@link IOException} out, as streams do. */
    private InputStream open(String bucket, String key) throws IOException {
        try {
            return new FailingStream(connection
                    .client()
                    .getObject(request -> request.bucket(bucket).key(key)));
        } catch (NoSuchKeyException e) {
            throw new NoSuchFileException(key);
        } catch (SdkException e) {
            throw new IOException(connection.text(shown(bucket, key), e), e);
        }
    }

    /** A key may hold what a terminal must not see. */
    private static String shown(String bucket, String key) {
        StringBuilder shown = new StringBuilder("the object ");
        key.codePoints()
                .forEach(point -> shown.append(
                        Character.isISOControl(point) ? "\\u%04x".formatted(point) : Character.toString(point)));
        return shown.append(" in the bucket ").append(bucket).toString();
    }

    /** The bytes of an object. */
    private static final class FailingStream extends FilterInputStream {

        FailingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (SdkException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }
}
