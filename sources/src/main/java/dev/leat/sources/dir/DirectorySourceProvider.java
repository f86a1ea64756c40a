package dev.leat.sources.dir;

import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationField;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceProvider;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import dev.leat.sources.extract.ExtractionLimits;
import dev.leat.sources.extract.ForkedExtractor;
import dev.leat.sources.pattern.Glob;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The source {@code dir}: files below a folder, one document each, with the text of common formats. */
public final class DirectorySourceProvider implements DataSourceProvider {

    @Override
    public String serviceType() {
        return "dir";
    }

    @Override
    public String displayName() {
        return "Directory";
    }

    @Override
    public String description() {
        return "Files below a folder, with the text of PDF, Office, HTML, mail and many other formats";
    }

    @Override
    public ConfigurationSchema configurationSchema() {
        return ConfigurationSchema.of(
                ConfigurationField.string("directory", "Folder")
                        .required()
                        .describedAs("The folder whose files are mirrored, with all folders below it"),
                ConfigurationField.string("pattern", "Pattern")
                        .withDefault("**/*.*")
                        .describedAs("Which files, as a pattern for the path below the folder: **/*.* every name with a"
                                + " dot, ** every file, **/*.{pdf,docx} two formats, plans/** one folder"),
                ConfigurationField.list("exclude", "Left out")
                        .describedAs("Patterns of files and whole folders that are left out, for example"
                                + " **/node_modules,**/*.tmp"),
                ConfigurationField.bool("hidden", "Hidden files")
                        .withDefault("false")
                        .describedAs("Whether files and folders count whose names begin with a dot"),
                ConfigurationField.bool("extract_text", "Text")
                        .withDefault("true")
                        .describedAs("Whether the text of the files is read into the field body"),
                ConfigurationField.integer("max_file_size_mb", "Largest file (MB)")
                        .withDefault("100")
                        .between(1, 2_000)
                        .describedAs("Files beyond this size are mirrored without their text"),
                ConfigurationField.integer("max_text_length", "Longest text")
                        .withDefault("10000000")
                        .between(1_000, 100_000_000)
                        .describedAs("Characters of text kept for one file; longer text is cut and body_truncated set"),
                ConfigurationField.integer("extraction_timeout", "Seconds for one file")
                        .withDefault("60")
                        .between(1, 3_600)
                        .describedAs("A file whose text takes longer is mirrored without it"),
                ConfigurationField.bool("follow_links", "Follow links")
                        .withDefault("false")
                        .describedAs("Whether symbolic links are followed, as long as they stay within the folder"),
                ConfigurationField.list("link_targets", "Where links may lead")
                        .describedAs("Other folders into which links may lead when they are followed"));
    }

    @Override
    public DataSource open(Configuration configuration) {
        Settings settings = new Settings();
        Optional<Path> root =
                settings.parse("directory", configuration.string("directory"), DirectorySourceProvider::path);
        Optional<Glob> pattern = settings.parse("pattern", configuration.string("pattern"), Glob::of);
        List<Glob> exclude = settings.parseAll("exclude", configuration.list("exclude"), Glob::of);
        List<Path> targets =
                settings.parseAll("link_targets", configuration.list("link_targets"), DirectorySourceProvider::path);
        settings.throwProblems();
        WalkRules rules = new WalkRules(
                root.orElseThrow(),
                pattern.orElseThrow(),
                exclude,
                configuration.isOn("hidden") ? WalkRules.Hidden.INCLUDED : WalkRules.Hidden.LEFT_OUT,
                configuration.isOn("follow_links") ? WalkRules.Links.FOLLOWED : WalkRules.Links.LEFT_OUT,
                targets);
        return new DirectorySource(
                rules, configuration.isOn("extract_text") ? ForkedExtractor.open(limits(configuration)) : null);
    }

    private static ExtractionLimits limits(Configuration configuration) {
        long own = configuration.integer("max_file_size_mb") << 20;
        return ExtractionLimits.standard()
                .withTime(Duration.ofSeconds(configuration.integer("extraction_timeout")))
                .withInputBytes(Math.min(own, configuration.findFileLimit().orElse(own)))
                .withOutputCharacters((int) configuration.integer("max_text_length"));
    }

    private static Path path(String text) {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + text + "' is no path: " + e.getReason(), e);
        }
    }

    /** Parses settings and collects what is wrong with them. */
    private static final class Settings {
        private final List<Problem> problems = new ArrayList<>();

        <T> List<T> parseAll(String key, List<String> texts, Function<String, T> parser) {
            List<T> values = new ArrayList<>();
            for (String text : texts) {
                try {
                    values.add(parser.apply(text));
                } catch (IllegalArgumentException e) {
                    problems.add(new Problem(key, String.valueOf(e.getMessage())));
                }
            }
            return values;
        }

        <T> Optional<T> parse(String key, String text, Function<String, T> parser) {
            return parseAll(key, List.of(text), parser).stream().findFirst();
        }

        void throwProblems() {
            if (!problems.isEmpty()) {
                throw new ConfigException(problems);
            }
        }
    }
}
