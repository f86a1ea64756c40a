package dev.leat.sources.extract;

import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationField;
import java.time.Duration;
import java.util.List;

/** The settings about texts that sources of files on a server have in common. */
public final class TextSettings {

    /** What Elastic's own connectors download, unless their extraction service is used. */
    private static final long USUAL_BYTES = 10L << 20;

    private static final String LARGE_FILES = "use_text_extraction_service";
    private static final String TEXT = "extract_text";
    private static final String MAX_SIZE = "max_file_size_mb";
    private static final String MAX_LENGTH = "max_text_length";
    private static final String TIMEOUT = "extraction_timeout";

    private TextSettings() {}

    /** The switch that stands where connectors have it. */
    public static ConfigurationField largeFiles() {
        return ConfigurationField.bool(LARGE_FILES, "Text of large files")
                .required()
                .withDefault("false")
                .advanced()
                .describedAs("Whether text is also read from files beyond 10 MB, up to max_file_size_mb");
    }

    /** The others, which are Leat's own. */
    public static List<ConfigurationField> others() {
        return List.of(
                ConfigurationField.bool(TEXT, "Text")
                        .required()
                        .withDefault("true")
                        .advanced()
                        .describedAs("Whether the text of the files is read into the field body"),
                ConfigurationField.integer(MAX_SIZE, "Largest file (MB)")
                        .withDefault("100")
                        .between(1, 2_000)
                        .onlyWhen(LARGE_FILES, true)
                        .advanced()
                        .describedAs("Files beyond this size are mirrored without their text"),
                ConfigurationField.integer(MAX_LENGTH, "Longest text")
                        .withDefault("10000000")
                        .between(1_000, 100_000_000)
                        .advanced()
                        .describedAs("Characters of text kept for one file; longer text is cut and body_truncated set"),
                ConfigurationField.integer(TIMEOUT, "Seconds for one file")
                        .withDefault("60")
                        .between(1, 3_600)
                        .advanced()
                        .describedAs("A file whose text takes longer is mirrored without it"));
    }

    /** What the settings ask for; starts no process yet. */
    public static FileTexts texts(Configuration configuration) {
        if (!configuration.isOn(TEXT)) {
            return FileTexts.none();
        }
        long bytes = configuration.isOn(LARGE_FILES)
                ? configuration.integer(MAX_SIZE) << 20
                : configuration.findFileLimit().orElse(USUAL_BYTES);
        ExtractionLimits limits = ExtractionLimits.standard()
                .withTime(Duration.ofSeconds(configuration.integer(TIMEOUT)))
                .withInputBytes(bytes)
                .withOutputCharacters((int) configuration.integer(MAX_LENGTH));
        return FileTexts.by(ForkedExtractor.open(limits), bytes);
    }
}
