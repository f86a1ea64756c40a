package dev.leat.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.app.plugin.PluginJar;
import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.DataSourceProvider;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jars of all kinds do to a service. */
class PluginsTest {

    private static final String SOURCE = """
        package com.acme;
        import dev.leat.connect.*;
        HEAD implements DataSourceProvider {
            CONSTRUCTOR
            public String serviceType() { return "acme"; }
            public String description() { return "Nothing"; }
            public ConfigurationSchema configurationSchema() { return ConfigurationSchema.of(); }
            public DataSource open(Configuration configuration) { throw new IllegalStateException(); }
        }
        """;

    @TempDir
    private Path folder = Path.of("");

    private Path plugins = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException {
        plugins = Files.createDirectories(folder.resolve("plugins"));
    }

    private Path jar(String name, String text, String... registered) throws IOException {
        return PluginJar.of(plugins.resolve(name), Map.of("com.acme.Source", text), registered);
    }

    private static String source(String head, String constructor) {
        return SOURCE.replace("HEAD", head).replace("CONSTRUCTOR", constructor);
    }

    private static String source() {
        return source("public class Source", "");
    }

    private DataSourceCatalog read(String sources) {
        try {
            Path file = Files.writeString(
                    folder.resolve("config.yml"),
                    "service.plugins_directory: " + plugins + "\nsources: {" + sources + "}\n");
            return IngestSettings.sources(Optional.of(file), Map.of(), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String problem(String sources) {
        ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> read(sources));
        assertThat(wrong.problems()).hasSize(1);
        return wrong.problems()
                .getFirst()
                .toString()
                .replace(folder.resolve("config.yml") + ": ", "")
                .replace(plugins + "/", "");
    }

    @Test
    void bringsWhatAJarRegistersAndWhatTheFileNames() throws Exception {
        jar("acme.jar", source(), "# ours", "com.acme.Source # the only one", "");

        assertThat(read("other: com.acme.Source").providers().stream().map(DataSourceProvider::serviceType))
                .contains("acme", "other", "dir");
    }

    @Test
    void saysWhichClassIsNotThere() throws Exception {
        jar("acme.jar", source(), "com.acme.Sauce");

        assertThat(problem(""))
                .isEqualTo("acme.jar: META-INF/services/dev.leat.connect.DataSourceProvider: there is no class"
                        + " com.acme.Sauce");

        jar("acme.jar", source());

        assertThat(problem("acme: com.acme.Sauce"))
                .isEqualTo("sources.acme: there is no class com.acme.Sauce in Leat or the 1 jars of " + plugins
                        + "; put its jar there");
    }

    @Test
    void saysThatTheConstructorOrTheClassIsNotPublic() throws Exception {
        jar("acme.jar", source("public class Source", "private Source() {}"), "com.acme.Source");
        assertThat(problem("")).endsWith(": the class com.acme.Source needs a public constructor without parameters");

        jar("acme.jar", source("class Source", "public Source() {}"));
        assertThat(problem("acme: com.acme.Source"))
                .isEqualTo("sources.acme: the class com.acme.Source must be public");

        jar("acme.jar", source("public abstract class Source", "public Source() {}"));
        assertThat(problem("acme: com.acme.Source"))
                .isEqualTo("sources.acme: the class com.acme.Source is abstract; name one that can be made");

        jar("acme.jar", source("public class Source", "public Source() { throw new IllegalStateException(\"no\"); }"));
        assertThat(problem("acme: com.acme.Source"))
                .isEqualTo(
                        "sources.acme: the class com.acme.Source cannot be made: java.lang.IllegalStateException: no");
    }

    @Test
    void saysThatTheClassIsOfANewerJava() throws Exception {
        int newer = Runtime.version().feature() + 1;
        Path jar = jar("acme.jar", source(), "com.acme.Source");
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            Path file = zip.getPath("com/acme/Source.class");
            byte[] code = Files.readAllBytes(file);
            code[7] = (byte) (newer + 44);
            Files.write(file, code);
        }

        assertThat(problem(""))
                .endsWith(
                        ": the class com.acme.Source is built for Java %d, and this is Java %d; build it with --release %d, or name a newer Java with JAVA_HOME"
                                .formatted(newer, newer - 1, newer - 1));
    }

    @Test
    void saysWhatElseAClassNeeds() throws Exception {
        Path jar = PluginJar.of(
                plugins.resolve("acme.jar"),
                Map.of(
                        "com.acme.Source",
                        source("public class Source extends Parent", ""),
                        "com.acme.Parent",
                        "package com.acme; public class Parent {}"),
                "com.acme.Source");
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            Files.delete(zip.getPath("com/acme/Parent.class"));
        }

        assertThat(problem(""))
                .endsWith(": the class com.acme.Source needs the class com.acme.Parent, which is not there; put its jar"
                        + " into the folder as well");
    }

    @Test
    void wantsToBeToldWhichOfTwoSourcesOfATypeCounts() throws Exception {
        jar("a.jar", source(), "com.acme.Source");
        PluginJar.of(
                plugins.resolve("b.jar"),
                Map.of("org.other.Source", source().replace("com.acme", "org.other")),
                "org.other.Source");

        assertThat(problem(""))
                .isEqualTo(
                        "b.jar: has a source of the type 'acme', which is in a.jar as well; take it out, or say which"
                                + " counts with sources.acme: org.other.Source");
        assertThat(read("acme: org.other.Source").find("acme")).isPresent();
    }

    @Test
    void doesNotReplaceABuiltInSourceUnasked() throws Exception {
        jar("dir.jar", source().replace("\"acme\"", "\"dir\""), "com.acme.Source");

        assertThat(problem(""))
                .startsWith(
                        "dir.jar: has a source of the type 'dir', which is built in; take it out, or say which counts"
                                + " with sources.dir: com.acme.Source");
        assertThat(read("dir: com.acme.Source").find("dir").orElseThrow().description())
                .isEqualTo("Nothing");
    }

    @Test
    void saysThatTheFolderIsNotThere() throws IOException {
        Files.delete(plugins);

        assertThat(problem("")).isEqualTo("service.plugins_directory: " + plugins + " is no folder");
    }

    @Test
    void leavesWrongJarsOutWhereOnlyOneSourceIsWanted() throws Exception {
        jar("good.jar", source(), "com.acme.Source");
        Files.writeString(plugins.resolve("half.jar"), "half");
        List<Problem> problems = new ArrayList<>();

        DataSourceCatalog catalog = Plugins.installed(folder.toString(), problems::add);

        assertThat(catalog.find("acme")).isPresent();
        assertThat(problems).singleElement().asString().contains("half.jar: is no jar, or was cut off");
    }
}
