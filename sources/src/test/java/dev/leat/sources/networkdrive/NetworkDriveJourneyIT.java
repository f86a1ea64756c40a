package dev.leat.sources.networkdrive;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.leat.sources.journey.Entry;
import dev.leat.sources.journey.ServiceJourney;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class NetworkDriveJourneyIT extends ServiceJourney {

    @TempDir
    private static Path home;

    private static @Nullable SambaFixture samba;
    private static int folders;

    private Path folder = Path.of("");

    @BeforeAll
    static void startSamba() throws Exception {
        assumeTrue(
                SambaFixture.program("smbd").isPresent(),
                "Samba is not installed, so network_drive is not tested; apt-get install samba");
        samba = SambaFixture.start(home);
    }

    @AfterAll
    static void stopSamba() throws Exception {
        if (samba != null) {
            samba.stop();
        }
    }

    @Override
    protected String serviceType() {
        return "network_drive";
    }

    @Override
    protected Map<String, String> open(Path directory) throws IOException {
        SambaFixture server = Objects.requireNonNull(samba);
        folder = server.share().resolve("canal " + ++folders);
        for (String scope : scopes()) {
            Files.createDirectories(folder.resolve(scope));
        }
        return Map.of(
                "username",
                SambaFixture.USER,
                "password",
                SambaFixture.PASSWORD,
                "server_ip",
                "127.0.0.1",
                "server_port",
                Integer.toString(server.port()),
                "drive_path",
                "files/" + folder.getFileName());
    }

    private Path place(Entry entry) {
        return folder.resolve(entry.scope()).resolve(name(entry));
    }

    private static String name(Entry entry) {
        return "ü level-%d %07d.%s".formatted(entry.level(), entry.number(), entry.isText() ? "txt" : "dat");
    }

    @Override
    protected void write(Collection<Entry> written) throws IOException {
        for (Entry entry : written) {
            Files.writeString(place(entry), entry.note());
            settle(place(entry));
        }
        settleFolders();
    }

    /**
     * Samba calls the earliest time of a file that of its creation. That must not be the time of the last access, which
     * the system moves forward when the service reads a file or lists a folder.
     */
    private static void settle(Path place) throws IOException {
        FileTime later =
                FileTime.from(Files.getLastModifiedTime(place).toInstant().plusSeconds(1));
        Files.getFileAttributeView(place, BasicFileAttributeView.class).setTimes(null, later, null);
    }

    private void settleFolders() throws IOException {
        for (String scope : scopes()) {
            settle(folder.resolve(scope));
        }
    }

    @Override
    protected void remove(Collection<Entry> removed) throws IOException {
        for (Entry entry : removed) {
            Files.delete(place(entry));
        }
        settleFolders();
    }

    @Override
    protected Map<String, Map<String, Object>> documents(Collection<Entry> all) throws IOException {
        Map<String, Map<String, Object>> documents = new TreeMap<>();
        for (String scope : scopes()) {
            add(documents, folder.resolve(scope), scope, scope, "folder");
        }
        for (Entry entry : all) {
            Map<String, Object> fields =
                    add(documents, place(entry), entry.scope() + "\\" + name(entry), name(entry), "file");
            if (entry.isText()) {
                fields.put("body", entry.note());
                fields.put("content_type", "text/plain; charset=UTF-8");
            }
        }
        return documents;
    }

    private Map<String, Object> add(
            Map<String, Map<String, Object>> documents, Path place, String relative, String title, String type)
            throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        // Samba has no other time of a change than that of the last write.
        fields.put("_timestamp", time(Files.getLastModifiedTime(place)));
        fields.put("path", "\\\\127.0.0.1\\files\\%s\\%s".formatted(folder.getFileName(), relative));
        fields.put("size", type.equals("folder") ? 0 : Files.size(place));
        fields.put("created_at", SOME_TIME);
        fields.put("type", type);
        fields.put("title", title);
        documents.put(Files.getAttribute(place, "unix:ino").toString(), fields);
        return fields;
    }

    /** SMB knows tenths of a microsecond, the connector microseconds. */
    private static String time(FileTime time) {
        Instant micros = time.toInstant().truncatedTo(ChronoUnit.MICROS);
        String pattern = micros.equals(micros.truncatedTo(ChronoUnit.SECONDS))
                ? "uuuu-MM-dd'T'HH:mm:ssxxx"
                : "uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx";
        return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC).format(micros);
    }

    @Override
    protected List<Exclusion> exclusions() {
        return List.of(new Exclusion("title", "contains", "level-7"), new Exclusion("created_at", "<", "2020-01-01"));
    }

    @Override
    protected boolean isAdmitted(Entry entry) {
        return entry.level() != 7;
    }

    @Override
    protected Optional<AdvancedRules> advancedRules() {
        return Optional.of(new AdvancedRules(
                "[{\"pattern\":\"a/*level-4*\"},{\"pattern\":\"b/**\"}]", "[{\"pattern\":\"{a\"}]", "is no pattern"));
    }

    @Override
    protected Map<String, Map<String, Object>> documentsByRule(Collection<Entry> all) throws IOException {
        Map<String, Map<String, Object>> found = documents(all.stream()
                .filter(entry -> entry.level() == 4 || entry.scope().equals("b"))
                .toList());
        found.values().removeIf(fields -> "folder".equals(fields.get("type")));
        return found;
    }

    @Override
    protected List<String> allScopes() {
        return List.of(".", "a", "b");
    }

    @Override
    protected void spoil() throws IOException {
        Files.move(folder.resolve("b"), home.resolve("elsewhere"));
    }

    @Override
    protected void mend() throws IOException {
        Files.move(home.resolve("elsewhere"), folder.resolve("b"));
    }

    @Override
    protected boolean isIncremental() {
        return false;
    }

    @Override
    protected int documentsInFull() {
        return 3_000;
    }
}
