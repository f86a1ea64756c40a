package dev.leat.sources.networkdrive;

import com.hierynomus.msdtyp.AccessMask;
import com.hierynomus.mssmb2.SMB2CreateDisposition;
import com.hierynomus.mssmb2.SMB2ShareAccess;
import com.hierynomus.mssmb2.SMBApiException;
import com.hierynomus.smbj.common.SMBRuntimeException;
import com.hierynomus.smbj.share.File;
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
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes documents of folders and files. Thread-safe. */
final class ShareDocuments implements AutoCloseable {

    private static final DateTimeFormatter WHOLE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

    private final ShareConnection connection;
    private final ShareFolder folder;
    private final FileTexts texts;
    private final @Nullable FileAccess access;
    private final IdFormat idFormat;

    /** What an id is made of. */
    enum IdFormat {
        FILE_ID,
        PATH
    }

    /** @param access who may read a file; null when documents do not say */
    ShareDocuments(
            ShareConnection connection,
            ShareFolder folder,
            FileTexts texts,
            @Nullable FileAccess access,
            IdFormat idFormat) {
        this.connection = connection;
        this.folder = folder;
        this.texts = texts;
        this.access = access;
        this.idFormat = idFormat;
    }

    SourceDocument of(ShareEntry entry) throws InterruptedException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("_timestamp", time(entry.changed()));
        fields.put("path", shown(entry));
        fields.put("size", entry.size());
        fields.put("created_at", time(entry.created()));
        fields.put("type", entry.isFolder() ? "folder" : "file");
        fields.put("title", entry.name());
        SourceDocument document = SourceDocument.of(id(entry), fields).withTimestamp(time(entry.changed()));
        if (!entry.isFolder() && texts.areWantedOf(entry.name(), entry.size())) {
            document = document.withContent(time(entry.changed()), () -> content(entry));
        }
        return access == null ? document : document.withAccess(access.of(folder.onShare(entry.relative())));
    }

    String id(ShareEntry entry) {
        if (idFormat == IdFormat.PATH) {
            return md5(folder.share() + "/" + folder.onShare(entry.relative()));
        }
        if (entry.id() == 0 || entry.id() == -1) {
            throw new SourceException(
                    "%s gives its files no numbers to tell them by; set id_format to path".formatted(connection));
        }
        return Long.toUnsignedString(entry.id());
    }

    @Override
    public void close() {
        texts.close();
    }

    private String shown(ShareEntry entry) {
        return "\\\\" + connection.server() + "\\" + folder.share() + "\\" + folder.onShare(entry.relative());
    }

    /** As Elastic's own connector writes it: microseconds, when there are any. */
    private static String time(Instant instant) {
        Instant micros = instant.truncatedTo(ChronoUnit.MICROS);
        return (micros.equals(micros.truncatedTo(ChronoUnit.SECONDS)) ? WHOLE : MICROS).format(micros);
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has MD5", e);
        }
    }

    private Map<String, @Nullable Object> content(ShareEntry entry) throws InterruptedException {
        try {
            return texts.of(entry.name(), () -> open(entry));
        } catch (NoSuchFileException e) {
            // The next run finds it gone and deletes the document.
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("extraction_error", "it vanished before it was read");
            return fields;
        } catch (IOException e) {
            throw new SourceException("Cannot read %s: %s".formatted(entry.relative(), e.getMessage()), e);
        }
    }

    /** Lets nothing but an {@link IOException} out, as streams do. */
    private InputStream open(ShareEntry entry) throws IOException {
        try {
            File file = connection.call(
                    entry.relative(),
                    share -> share.openFile(
                            folder.onShare(entry.relative()),
                            EnumSet.of(AccessMask.GENERIC_READ),
                            null,
                            SMB2ShareAccess.ALL,
                            SMB2CreateDisposition.FILE_OPEN,
                            null));
            return new FileStream(file);
        } catch (SMBApiException e) {
            if (ShareConnection.isGone(e)) {
                throw new NoSuchFileException(entry.relative());
            }
            throw new IOException(ShareConnection.reason(e), e);
        } catch (SourceException e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the reading was interrupted", e);
        }
    }

    /** The bytes of a file, which is closed with it. */
    private static final class FileStream extends FilterInputStream {

        private final File file;

        FileStream(File file) {
            super(file.getInputStream());
            this.file = file;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (SMBRuntimeException e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
                file.close();
            } catch (SMBRuntimeException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }
}
