package dev.leat.sources.dir;

import dev.leat.connect.SourceDocument;
import dev.leat.connect.SourceException;
import dev.leat.sources.extract.ContentExtractor;
import dev.leat.sources.extract.Extraction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes documents of files. Thread-safe when the extractor is. */
final class FileDocuments {
    /** Formats that hold no text: sending them to a worker would only cost time. */
    private static final Set<String> WITHOUT_TEXT = Set.of(
            "7z", "aac", "avi", "avif", "bin", "bmp", "class", "dat", "db", "dll", "dmg", "exe", "flac", "gif", "heic",
            "ico", "img", "iso", "jar", "jpeg", "jpg", "m4a", "m4v", "mkv", "mov", "mp3", "mp4", "mpeg", "mpg", "o",
            "ogg", "otf", "png", "psd", "pyc", "so", "sqlite", "tif", "tiff", "ttf", "wav", "webm", "webp", "wmv",
            "woff", "woff2");

    private final Path root;
    private final @Nullable ContentExtractor extractor;

    /** @param extractor null when no text is wanted */
    FileDocuments(Path root, @Nullable ContentExtractor extractor) {
        this.root = root;
        this.extractor = extractor;
    }

    /** The id: the MD5 of the absolute path's bytes in hexadecimal, as Elastic's own connector has it. */
    static String id(Path place) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(FileName.bytes(place)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has MD5", e);
        }
    }

    SourceDocument of(Path place, Path file, String relative, FileFacts facts) {
        String name = relative.substring(relative.lastIndexOf('/') + 1);
        String extension = extensionOf(name);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("_timestamp", facts.modified().toInstant());
        fields.put("path", root + "/" + relative);
        fields.put("name", name);
        fields.put("title", name);
        fields.put("extension", extension);
        fields.put("size", facts.size());
        fields.put("last_modified_time", facts.modified().toInstant());
        fields.putAll(facts.settled());
        return SourceDocument.of(id(place), fields)
                .withContent(facts.modified().toInstant().toString(), () -> content(file, relative, extension, facts));
    }

    private Map<String, @Nullable Object> content(Path file, String relative, String extension, FileFacts facts)
            throws InterruptedException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(facts.fleeting());
        if (extractor == null || WITHOUT_TEXT.contains(extension)) {
            return fields;
        }
        try {
            switch (extractor.extract(relative, () -> open(file))) {
                case Extraction.Extracted extracted -> add(fields, extracted);
                case Extraction.Failed failed -> fields.put("extraction_error", failed.message());
            }
        } catch (NoSuchFileException e) {
            // The next run finds it gone and deletes the document.
            fields.put("extraction_error", "it vanished before it was read");
        } catch (AccessDeniedException e) {
            throw new SourceException("Cannot read " + relative + ": permission denied", e);
        } catch (IOException e) {
            throw new SourceException("Cannot read " + relative + ": " + e.getMessage(), e);
        }
        return fields;
    }

    private static void add(Map<String, @Nullable Object> fields, Extraction.Extracted extracted) {
        fields.put("content_type", extracted.contentType());
        Map<String, @Nullable Object> properties = new LinkedHashMap<>(extracted.properties());
        properties.computeIfPresent("pages", (key, pages) -> Integer.valueOf(pages.toString()));
        fields.putAll(properties);
        fields.put("body", extracted.text());
        if (extracted.extent() == Extraction.Extent.TRUNCATED) {
            fields.put("body_truncated", true);
        }
    }

    /** Opens the file that was listed: what took its place meanwhile (a pipe, a link) is not opened. */
    private static InputStream open(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new NoSuchFileException(file.toString());
            }
            throw new IOException("it is no regular file any more");
        }
        return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static String extensionOf(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
