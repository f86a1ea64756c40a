package dev.leat.app.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The code in docs/write-a-source.md is that of the example which it walks through. */
class WriteASourceTest {

    private static final Pattern BLOCK = Pattern.compile("```(java|xml)\\n(.*?)```", Pattern.DOTALL);

    @Test
    void showsTheCodeOfTheExample() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "write-a-source.md"));
        List<String> files = new ArrayList<>();
        for (Path file : PluginJar.files(PluginJar.EXAMPLE.resolve("src"))) {
            files.add(plain(Files.readString(file)));
        }
        files.add(plain(Files.readString(PluginJar.EXAMPLE.resolve("pom.xml"))));
        List<String> blocks = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(document); block.find(); ) {
            blocks.add(plain(block.group(2)));
        }

        assertThat(blocks).hasSizeGreaterThan(10);
        assertThat(blocks)
                .allSatisfy(block -> assertThat(files)
                        .as(block)
                        .anySatisfy(file -> assertThat(file).contains(block)));
    }

    /** Without indentation and empty lines, which a document sets in its own way. */
    private static String plain(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
