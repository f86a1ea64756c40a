package dev.leat.sources.dir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.Content;
import dev.leat.connect.DataSource;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import dev.leat.connect.SourceException;
import dev.leat.elastic.ConfigException;
import dev.leat.sources.DataSourceConformance;
import dev.leat.sources.RecordingSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySourceTest extends DataSourceConformance {
    private static final int FILES = 3 + 2 * 120 + 1;

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() throws IOException {
        write("readme.md", "# Leat");
        write("zebra.txt", "last");
        write("no-extension", "not matched by default");
        write(".hidden.txt", "not seen");
        write(".git/config.txt", "not seen");
        write("b name.txt", "in between");
        for (int i = 0; i < 120; i++) {
            write("logs/day-%03d.txt".formatted(i), "day " + i);
            // Sorting whole paths and sorting name by name differ where a name has a character below the slash.
            write("logs/sub%s/%03d.txt".formatted(i % 3 == 0 ? "" : "-" + i % 3, i), "entry " + i);
        }
        write("deep/er/still/here.txt", "found");
    }

    @Override
    protected String serviceType() {
        return "dir";
    }

    @Override
    protected Map<String, String> working() {
        return Map.of("directory", folder.toString(), "extract_text", "false");
    }

    @Override
    protected Map<String, String> unreachable() {
        return Map.of("directory", folder.resolve("missing").toString());
    }

    @Override
    protected Optional<Map<String, String>> empty() {
        return Optional.of(Map.of("directory", folder.toString(), "pattern", "*.none"));
    }

    @Override
    protected void spoil() throws IOException {
        deleteTree(folder);
    }

    @Override
    protected int documents() {
        return FILES;
    }

    @Override
    protected List<String> wordsForUnreachable() {
        return List.of("There is no folder", "missing", "directory");
    }

    @Test
    void hasOneScopeForEachFolderAndOneForTheFilesAtTheTop() throws Exception {
        Files.createDirectory(folder.resolve("empty"));

        try (DataSource source = open(working())) {
            assertThat(source.scopes(Filter.none()))
                    .extracting(Scope::name)
                    .containsExactly(".", "deep", "empty", "logs");
        }
    }

    @Test
    void describesAFileWithTheFieldsOfElasticsOwnConnector() throws Exception {
        Instant modified = Instant.parse("2025-03-01T10:00:00.123Z");
        Files.setLastModifiedTime(folder.resolve("readme.md"), FileTime.from(modified));

        SourceDocument document = readAll(working()).with("name", "readme.md");
        Map<String, @Nullable Object> fleeting = content(document).fetch();

        String path = folder.resolve("readme.md").toString();
        assertThat(document.id()).isEqualTo(md5(path.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.timestamp()).isEqualTo("2025-03-01T10:00:00.123Z");
        assertThat(document.fields())
                .containsEntry("path", path)
                .containsEntry("extension", "md")
                .containsEntry("size", 6L)
                .containsEntry("last_modified_time", modified)
                .containsEntry("_timestamp", modified)
                .containsKeys("title", "ctime", "inode_protection_mode", "uid", "gid");
        assertThat(fleeting).containsKeys("last_access_time", "inode_number", "device_inode_reside", "number_of_links");
    }

    @Test
    void readsTheTextOfFilesAndSaysWhatKeptItFromOthers() throws Exception {
        write("broken.pdf", "%PDF-1.7 nothing more");
        write("long.txt", "x".repeat(5_000));
        write("big.txt", "y".repeat(2 << 20));
        Map<String, String> settings = Map.of(
                "directory", folder.toString(), "pattern", "*.*", "max_text_length", "1000", "max_file_size_mb", "1");
        RecordingSink sink = new RecordingSink();

        try (DataSource source = open(settings)) {
            source.read(new Scope("."), Checkpoint.start(), sink);

            assertThat(fetched(sink, "readme.md"))
                    .containsEntry("body", "# Leat")
                    .doesNotContainKey("body_truncated");
            assertThat(Objects.toString(fetched(sink, "readme.md").get("content_type")))
                    .startsWith("text/");
            assertThat(Objects.toString(fetched(sink, "broken.pdf").get("extraction_error")))
                    .startsWith("it is not a sound application/pdf");
            assertThat(fetched(sink, "big.txt"))
                    .containsEntry("extraction_error", "it has more than 1048576 bytes")
                    .doesNotContainKey("body");
            assertThat(fetched(sink, "long.txt"))
                    .containsEntry("body", "x".repeat(1_000))
                    .containsEntry("body_truncated", true);
            Files.delete(folder.resolve("zebra.txt"));
            assertThat(fetched(sink, "zebra.txt")).containsEntry("extraction_error", "it vanished before it was read");
        }
    }

    @Test
    void choosesFilesByPatternExclusionAndVisibility() throws Exception {
        Map<String, String> settings = new HashMap<>(working());

        settings.put("pattern", "**");
        assertThat(readAll(settings).documents()).hasSize(FILES + 1);
        settings.put("hidden", "true");
        assertThat(readAll(settings).documents()).hasSize(FILES + 3);
        settings.put("exclude", "logs,**/*.md");
        assertThat(readAll(settings).documents()).hasSize(FILES + 3 - 240 - 1);
    }

    @Test
    void findsFilesWithStrangeNames() throws Exception {
        write("strange/line\nbreak.txt", "a");
        write("strange/100% \"quoted\" ünï.txt", "b");
        Process shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        "printf a > \"$(printf 'bad\\377.txt')\";"
                                + " printf b > \"$(printf 'bad\\376.txt')\"; mkdir \"$(printf 'dir\\377')\";"
                                + " printf c > \"$(printf 'dir\\377/in.txt')\"")
                .directory(folder.resolve("strange").toFile())
                .start();
        assertThat(shell.waitFor()).isZero();

        try (DataSource source = open(Map.of("directory", folder.toString()))) {
            RecordingSink sink = new RecordingSink();
            source.read(new Scope("strange"), Checkpoint.start(), sink);

            assertThat(sink.documents())
                    .extracting(document -> document.fields().get("name"))
                    .containsExactly(
                            "100% \"quoted\" ünï.txt", "bad\\xFE.txt", "bad\\xFF.txt", "in.txt", "line\nbreak.txt");
            assertThat(sink.ids()).doesNotHaveDuplicates();
            assertThat(fetched(sink, "bad\\xFF.txt")).containsEntry("body", "a");
            assertThat(fetched(sink, "in.txt")).containsEntry("body", "c");
            assertThat(sink.with("name", "bad\\xFF.txt").id())
                    .isEqualTo(md5((folder + "/strange/bad\u00ff.txt").getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    @Test
    void leavesOutPipesAndLinksWithAReasonAndOpensNone() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe.txt").toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.createSymbolicLink(folder.resolve("link.txt"), folder.resolve("readme.md"));
        Files.createSymbolicLink(folder.resolve("link.d"), folder.resolve("logs"));

        RecordingSink sink = readAll(working());

        assertThat(sink.documents()).hasSize(FILES);
        assertThat(sink.skipped().values())
                .containsExactlyInAnyOrder(
                        "pipe.txt: it is no regular file but a pipe, a socket or a device",
                        "link.txt: it is a link; set follow_links to true to mirror what it leads to",
                        "link.d: it is a link; set follow_links to true to mirror what it leads to");
    }

    @Test
    void followsLinksWithinTheFolderAndNoFurther(@TempDir Path outside) throws Exception {
        Files.writeString(outside.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(folder.resolve("inside.txt"), folder.resolve("logs/day-007.txt"));
        Files.createSymbolicLink(folder.resolve("out.txt"), outside.resolve("secret.txt"));
        Files.createSymbolicLink(folder.resolve("out.d"), outside);
        Files.createSymbolicLink(folder.resolve("nowhere.txt"), folder.resolve("missing"));
        Files.createSymbolicLink(folder.resolve("deep/er/loop.d"), folder.resolve("deep"));
        Files.createSymbolicLink(folder.resolve("self.d"), folder);
        Map<String, String> settings = new HashMap<>(working());
        settings.put("follow_links", "true");

        RecordingSink inside = readAll(settings);
        settings.put("link_targets", outside.toString());
        RecordingSink everywhere = readAll(settings);

        assertThat(inside.documents()).hasSize(FILES + 1);
        assertThat(inside.skipped().values())
                .containsExactlyInAnyOrder(
                        "out.txt: it is a link to a place outside the folder; allow it with link_targets",
                        "out.d: it is a link to a place outside the folder; allow it with link_targets",
                        "nowhere.txt: it is a link that leads nowhere",
                        "deep/er/loop.d: it is a link to a folder that contains it",
                        "self.d: it is a link to a folder that contains it");
        assertThat(everywhere.documents())
                .hasSize(FILES + 3)
                .extracting(document -> document.fields().get("path"))
                .contains(folder + "/out.txt", folder + "/out.d/secret.txt", folder + "/inside.txt");
    }

    @Test
    void failsTheScopeOfAFolderThatVanishedAndNoOther() throws Exception {
        try (DataSource source = open(working())) {
            source.scopes(Filter.none());
            deleteTree(folder.resolve("deep"));

            assertThatThrownBy(() -> source.read(new Scope("deep"), Checkpoint.start(), new RecordingSink()))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("The folder deep")
                    .hasMessageContaining("vanished");
            RecordingSink sink = new RecordingSink();
            source.read(new Scope("logs"), Checkpoint.start(), sink);
            assertThat(sink.documents()).hasSize(240);
        }
    }

    @Test
    void readsTheRestOfAScopeButFailsItWhenAFolderCannotBeListed() throws Exception {
        // A tree that is deeper than allowed stands for one that cannot be listed: tests may run as root.
        Path deep = folder.resolve("logs");
        for (int i = 0; i <= WalkRules.MAX_DEPTH; i++) {
            deep = deep.resolve("a");
        }
        Files.createDirectories(deep);

        try (DataSource source = open(working())) {
            RecordingSink sink = new RecordingSink();

            assertThatThrownBy(() -> source.read(new Scope("logs"), Checkpoint.start(), sink))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("1 folder(s) cannot be listed, the first: logs/a/a")
                    .hasMessageContaining("folders deep");
            assertThat(sink.documents()).hasSize(240);
            assertThat(sink.marks()).isEmpty();
        }
    }

    @Test
    void namesEverySettingThatIsWrong() {
        Map<String, String> settings = Map.of("directory", folder.toString(), "pattern", "{a", "exclude", "b,{c");

        assertThatThrownBy(() -> open(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'{a' is no pattern")
                .hasMessageContaining("'{c' is no pattern");
    }

    private static Map<String, @Nullable Object> fetched(RecordingSink sink, String name) throws Exception {
        return content(sink.with("name", name)).fetch();
    }

    private static Content content(SourceDocument document) {
        return Objects.requireNonNull(document.content());
    }

    private static String md5(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    }

    private static void deleteTree(Path top) throws IOException {
        try (var files = Files.walk(top)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void write(String relative, String text) throws IOException {
        Path file = folder.resolve(relative);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }
}
