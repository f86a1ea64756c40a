package dev.leat.sources.networkdrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.leat.connect.AccessControlledSource;
import dev.leat.connect.Checkpoint;
import dev.leat.connect.DataSource;
import dev.leat.connect.Filter;
import dev.leat.connect.Identity;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import dev.leat.connect.SourceException;
import dev.leat.elastic.ConfigException;
import dev.leat.sources.CuttingProxy;
import dev.leat.sources.DataSourceConformance;
import dev.leat.sources.RecordingSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkDriveSourceIT extends DataSourceConformance {

    private static final int LOGS = 130;

    @TempDir
    private static Path home;

    private static @Nullable SambaFixture samba;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                SambaFixture.program("smbd").isPresent(),
                "Samba is not installed, so network_drive is not tested; apt-get install samba");
        samba = SambaFixture.start(home);
    }

    @AfterAll
    static void stop() throws Exception {
        if (samba != null) {
            samba.stop();
        }
    }

    private static SambaFixture samba() {
        return Objects.requireNonNull(samba);
    }

    @BeforeEach
    void fill() throws IOException {
        deleteTree(samba().share());
        Files.createDirectories(samba().share());
        for (int i = 0; i < LOGS; i++) {
            write("logs/%03d/day.txt".formatted(i), "level " + i);
        }
        write("top.md", "# Canal");
        write("sub/deep/er/ü 日本.txt", "umlauts");
        write("sub/deep/er.txt", "beside");
        write("sub/data.bin", "\u0000");
        Files.createDirectories(samba().share().resolve("nothing"));
        settleTimes();
    }

    /** Where files have no time of birth, Samba shows the oldest of their times; that of reading must not be it. */
    private static void settleTimes() throws IOException {
        FileTime later = FileTime.from(Instant.now().plusSeconds(3_600));
        try (Stream<Path> paths = Files.walk(samba().share())) {
            for (Path path : paths.toList()) {
                Files.getFileAttributeView(path, BasicFileAttributeView.class).setTimes(null, later, null);
            }
        }
    }

    private static Path write(String relative, String text) throws IOException {
        Path file = samba().share().resolve(relative);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.writeString(file, text);
    }

    private static void deleteTree(Path top) throws IOException {
        if (Files.exists(top)) {
            try (Stream<Path> paths = Files.walk(top)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    @Override
    protected String serviceType() {
        return "network_drive";
    }

    @Override
    protected Map<String, String> working() {
        return settings("files");
    }

    private static Map<String, String> settings(String path) {
        Map<String, String> settings = new HashMap<>();
        settings.put("username", SambaFixture.USER);
        settings.put("password", SambaFixture.PASSWORD);
        settings.put("server_ip", "127.0.0.1");
        settings.put("server_port", String.valueOf(samba().port()));
        settings.put("drive_path", path);
        return settings;
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> settings = settings("files");
        settings.put(key, value);
        return settings;
    }

    @Override
    protected Map<String, String> unreachable() {
        Map<String, String> settings = with("server_port", "1");
        settings.put("retry_count", "0");
        return settings;
    }

    @Override
    protected Optional<Map<String, String>> refused() {
        return Optional.of(with("password", "wrong" + SambaFixture.PASSWORD));
    }

    @Override
    protected Optional<Map<String, String>> empty() {
        return Optional.of(settings("files/nothing"));
    }

    @Override
    protected void spoil() throws IOException {
        deleteTree(samba().share().resolve("logs"));
    }

    @Override
    protected int documents() {
        return 2 * LOGS + 4 + 5;
    }

    @Override
    protected List<String> wordsForUnreachable() {
        return List.of("Cannot reach \\\\127.0.0.1\\files (port 1) for the folder", "Connection refused");
    }

    @Override
    protected Set<Ability> abilities() {
        return Set.of(Ability.CHECKPOINTS, Ability.ADVANCED_RULES, Ability.DOCUMENT_LEVEL_SECURITY, Ability.LOGIN);
    }

    @Override
    protected List<String> secrets() {
        return List.of(SambaFixture.PASSWORD);
    }

    @Override
    protected Optional<WrongRule> wrongRule() {
        return Optional.of(new WrongRule(
                List.of(Map.of("pattern", "{a", "path", "x"), Map.of(), Map.of("pattern", "**")),
                List.of("Rule 1 has other keys", "Rule 1: '{a' is no pattern", "Rule 2 is no object")));
    }

    @Test
    void keepsTheIdsAndFieldsOfOtherConnectors() throws Exception {
        SourceDocument file = readAll(working()).with("title", "ü 日本.txt");
        SourceDocument folder = readAll(working()).with("title", "deep");

        assertThat(file.id()).matches("\\d+");
        assertThat(file.fields().keySet()).containsExactly("_timestamp", "path", "size", "created_at", "type", "title");
        assertThat(file.fields())
                .containsEntry("path", "\\\\127.0.0.1\\files\\sub\\deep\\er\\ü 日本.txt")
                .containsEntry("size", 7L)
                .containsEntry("type", "file");
        assertThat(file.timestamp()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?\\+00:00");
        assertThat(folder.fields()).containsEntry("type", "folder");
        assertThat(readAll(with("id_format", "path")).with("title", "deep").id())
                .matches("[0-9a-f]{32}");
    }

    @Test
    void readsTheTextOfFilesAndOfFilesOnly() throws Exception {
        try (DataSource source = open(working())) {
            RecordingSink sink = new RecordingSink();
            for (Scope scope : source.scopes(Filter.none())) {
                source.read(scope, Checkpoint.start(), sink);
            }

            assertThat(Objects.requireNonNull(sink.with("title", "ü 日本.txt").content())
                            .fetch())
                    .containsEntry("body", "umlauts");
            assertThat(sink.with("title", "deep").content()).isNull();
            assertThat(sink.with("title", "data.bin").content()).isNull();
            Files.delete(samba().share().resolve("top.md"));
            assertThat(Objects.requireNonNull(sink.with("title", "top.md").content())
                            .fetch())
                    .containsExactly(Map.entry("extraction_error", "it vanished before it was read"));
        }
    }

    @Test
    void readsWhatPatternsName() throws Exception {
        Filter filter = new Filter(List.of(Map.of("pattern", "sub/**/*.txt"), Map.of("pattern", "*.md")));

        assertThat(readAll(working(), filter).documents().stream()
                        .map(document -> document.fields().get("title")))
                .containsExactlyInAnyOrder("er.txt", "ü 日本.txt", "top.md");
        assertThat(readAll(settings("files\\sub")).documents()).hasSize(5);
    }

    @Test
    void doesNotGoRoundInCircles() throws Exception {
        Files.createSymbolicLink(samba().share().resolve("sub/loop"), Path.of("."));

        RecordingSink sink = readAll(working());

        assertThat(sink.ids()).hasSizeLessThan(documents() + 5);
    }

    @Test
    void goesOnAfterTheConnectionWasCut() throws Exception {
        try (CuttingProxy proxy = CuttingProxy.to(samba().port())) {
            RecordingSink sink = new RecordingSink();
            sink.afterCheckpoint(proxy::cut);
            try (DataSource source = open(with("server_port", String.valueOf(proxy.port())))) {
                for (Scope scope : source.scopes(Filter.none())) {
                    source.read(scope, Checkpoint.start(), sink);
                }
            }

            assertThat(sink.ids()).hasSize(documents()).doesNotHaveDuplicates();
            assertThat(proxy.connections()).isGreaterThan(2);
        }
    }

    @Test
    void tellsWhoMayReadAndLetsNobodyElseIn() throws Exception {
        Path mappings = Files.writeString(home.resolve("who.csv"), """
                name;sid;groups
                jane;S-1-5-21-1-2-3-1001;S-1-5-21-1-2-3-513, S-1-5-21-1-2-3-600
                joe;S-1-5-21-1-2-3-1002
                """);
        Files.setPosixFilePermissions(samba().share().resolve("top.md"), PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(
                samba().share().resolve("sub/deep/er.txt"), PosixFilePermissions.fromString("rw-r--r--"));
        Map<String, String> settings = with("use_document_level_security", "true");
        settings.put("identity_mappings", mappings.toString());

        RecordingSink sink = readAll(settings);

        assertThat(sink.with("title", "er.txt").access()).contains("sid:S-1-1-0");
        assertThat(sink.with("title", "top.md").access()).isNotNull().doesNotContain("sid:S-1-1-0");
        assertThat(sink.documents())
                .allSatisfy(document -> assertThat(document.access()).isNotNull());
        List<Identity> identities = new ArrayList<>();
        try (AccessControlledSource source = (AccessControlledSource) open(settings)) {
            source.readIdentities(identities::add);
        }
        assertThat(identities).extracting(Identity::id).containsExactly("jane", "joe");
        assertThat(identities.getFirst().access())
                .containsExactly(
                        "user:jane",
                        "sid:S-1-5-21-1-2-3-1001",
                        "sid:S-1-5-21-1-2-3-513",
                        "sid:S-1-5-21-1-2-3-600",
                        "sid:S-1-1-0",
                        "sid:S-1-5-11");
    }

    @Test
    void saysWhatIsWrongWithItsSettings() throws Exception {
        assertThatThrownBy(() -> open(with("use_document_level_security", "true")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("identity_mappings: is needed with document-level security");
        assertThatThrownBy(() -> open(with("drive_path", "files/../x")))
                .hasMessageContaining("must be a share and perhaps a folder");
        assertThatThrownBy(() -> readAll(settings("other")))
                .isInstanceOf(SourceException.class)
                .hasMessage("There is no share 'other' on 127.0.0.1; check drive_path");
        assertThatThrownBy(() -> readAll(settings("files/gone")))
                .hasMessageContaining("The folder 'gone' on \\\\127.0.0.1\\files")
                .hasMessageContaining("it is not there");
        Map<String, String> settings = with("use_document_level_security", "true");
        settings.put(
                "identity_mappings",
                Files.writeString(home.resolve("bad.csv"), "jane;S-1\n").toString());
        assertThatThrownBy(() -> readAll(settings)).hasMessageContaining("line 1 is not 'name;SID;");
    }
}
