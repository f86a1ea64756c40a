package dev.leat.sources.extract;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The text of files on a server: of which files it is wanted, and in which fields it goes. The kinds of files are those of
 * which Elastic's own connectors take the text. Thread-safe.
 */
public final class FileTexts implements AutoCloseable {

    private static final Set<String> EXTENSIONS = Set.of(
            "txt",
            "py",
            "rst",
            "html",
            "markdown",
            "json",
            "xml",
            "csv",
            "md",
            "ppt",
            "rtf",
            "docx",
            "odt",
            "xls",
            "xlsx",
            "rb",
            "paper",
            "sh",
            "pptx",
            "pdf",
            "doc",
            "aspx",
            "xlsb",
            "xlsm",
            "tsv",
            "svg",
            "msg",
            "potx",
            "vsd",
            "vsdx",
            "vsdm");

    private final @Nullable ContentExtractor extractor;
    private final long maxBytes;

    private FileTexts(@Nullable ContentExtractor extractor, long maxBytes) {
        this.extractor = extractor;
        this.maxBytes = maxBytes;
    }

    /** Of no file. */
    public static FileTexts none() {
        return new FileTexts(null, 0);
    }

    /** Of files up to that size; closes the extractor in the end. */
    public static FileTexts by(ContentExtractor extractor, long maxBytes) {
        return new FileTexts(extractor, maxBytes);
    }

    /** Whether the text of such a file is wanted. */
    public boolean areWantedOf(String name, long bytes) {
        return extractor != null && bytes > 0 && bytes <= maxBytes && EXTENSIONS.contains(extensionOf(name));
    }

    /**
     * Reads a file: the fields {@code body} and {@code content_type}, and {@code body_truncated} when the text was cut; or
     * {@code extraction_error}, with the reason why there is no text. Blocks.
     *
     * @throws IOException when the bytes cannot be had
     */
    public Map<String, @Nullable Object> of(String name, ContentExtractor.Input input)
            throws IOException, InterruptedException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (extractor == null) {
            return fields;
        }
        switch (extractor.extract(name, input)) {
            case Extraction.Extracted extracted -> {
                fields.put("content_type", extracted.contentType());
                fields.put("body", extracted.text());
                if (extracted.extent() == Extraction.Extent.TRUNCATED) {
                    fields.put("body_truncated", true);
                }
            }
            case Extraction.Failed failed -> fields.put("extraction_error", failed.message());
        }
        return fields;
    }

    @Override
    public void close() {
        if (extractor != null) {
            extractor.close();
        }
    }

    /** What stands behind the last dot of a name, in lower case; empty when there is no dot. */
    public static String extensionOf(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
