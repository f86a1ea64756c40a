package dev.leat.datastore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The Java examples of the guide, and where they are compiled: each stands in the source of a test, word for word. */
public final class GuideExamples {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SPACE_AND_COMMENTS = Pattern.compile("//[^\n]*|\\s+");

    private GuideExamples() {}

    /** Fails if an example of a section of {@code docs/datastore.md} is not in the source of the test. */
    public static void assertCompiledBy(Class<?> test, String section) {
        Path source = Path.of("src/test/java", test.getName().replace('.', '/') + ".java");
        String guide = read(Path.of("../docs/datastore.md"));
        int start = guide.indexOf("\n## " + section + "\n");
        assertThat(start).as("section " + section).isPositive();
        int end = guide.indexOf("\n## ", start + 1);
        String text = guide.substring(start, end < 0 ? guide.length() : end);
        List<String> examples = BLOCK.matcher(text)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();

        assertThat(examples).isNotEmpty();
        String compiled = bare(read(source));
        assertThat(examples)
                .allSatisfy(example -> assertThat(compiled.contains(bare(example)))
                        .as("%s compiles%n%s", source, example)
                        .isTrue());
    }

    private static String bare(String code) {
        return SPACE_AND_COMMENTS.matcher(code).replaceAll("");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
