package dev.leat.sources.dir;

import dev.leat.sources.journey.Entry;
import dev.leat.sources.journey.ServiceJourney;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

class DirectoryJourneyIT extends ServiceJourney {

    private Path folder = Path.of("");

    @Override
    protected String serviceType() {
        return "dir";
    }

    @Override
    protected Map<String, String> open(Path directory) throws IOException {
        folder = directory.resolve("canal");
        for (String scope : scopes()) {
            Files.createDirectories(folder.resolve(scope));
        }
        return Map.of("directory", folder.toString(), "exclude", "**/*.tmp");
    }

    private Path place(Entry entry) {
        return folder.resolve(entry.scope())
                .resolve("ü %d".formatted(entry.number() % 3))
                .resolve(name(entry));
    }

    private static String name(Entry entry) {
        return "level-%d-%07d.%s".formatted(entry.level(), entry.number(), entry.isText() ? "txt" : "dat");
    }

    @Override
    protected void write(Collection<Entry> written) throws IOException {
        for (Entry entry : written) {
            Files.createDirectories(Objects.requireNonNull(place(entry).getParent()));
            Files.writeString(place(entry), entry.note());
        }
    }

    @Override
    protected void remove(Collection<Entry> removed) throws IOException {
        for (Entry entry : removed) {
            Files.delete(place(entry));
        }
    }

    @Override
    protected Map<String, Map<String, Object>> documents(Collection<Entry> all) throws Exception {
        Map<String, Map<String, Object>> documents = new TreeMap<>();
        for (Entry entry : all) {
            Path place = place(entry);
            Map<String, Object> facts = Files.readAttributes(place, "unix:*");
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("_timestamp", time(facts, "lastModifiedTime"));
            fields.put("path", place.toString());
            fields.put("name", name(entry));
            fields.put("title", name(entry));
            fields.put("extension", entry.isText() ? "txt" : "dat");
            fields.put("size", entry.note().getBytes(StandardCharsets.UTF_8).length);
            fields.put("last_modified_time", time(facts, "lastModifiedTime"));
            fields.put("ctime", time(facts, "ctime"));
            copy(facts, "mode", fields, "inode_protection_mode");
            copy(facts, "uid", fields, "uid");
            copy(facts, "gid", fields, "gid");
            // Reading the text may change it.
            fields.put("last_access_time", SOME_TIME);
            copy(facts, "ino", fields, "inode_number");
            copy(facts, "dev", fields, "device_inode_reside");
            copy(facts, "nlink", fields, "number_of_links");
            if (entry.isText()) {
                fields.put("body", entry.note());
                fields.put("content_type", "text/plain; charset=UTF-8");
            }
            byte[] md5 =
                    MessageDigest.getInstance("MD5").digest(place.toString().getBytes(StandardCharsets.UTF_8));
            documents.put(HexFormat.of().formatHex(md5), fields);
        }
        return documents;
    }

    private static String time(Map<String, Object> facts, String name) {
        return ((FileTime) Objects.requireNonNull(facts.get(name))).toInstant().toString();
    }

    private static void copy(Map<String, Object> facts, String name, Map<String, Object> fields, String field) {
        fields.put(field, Objects.requireNonNull(facts.get(name)));
    }

    @Override
    protected List<Exclusion> exclusions() {
        return List.of(new Exclusion("name", "starts_with", "level-7"), new Exclusion("path", "contains", "/b/ü 2/"));
    }

    @Override
    protected boolean isAdmitted(Entry entry) {
        return entry.level() != 7 && (entry.scope().equals("a") || entry.number() % 3 != 2);
    }

    @Override
    protected Optional<AdvancedRules> advancedRules() {
        return Optional.empty();
    }

    @Override
    protected Map<String, Map<String, Object>> documentsByRule(Collection<Entry> all) {
        throw new IllegalStateException("It has no such rules");
    }

    @Override
    protected List<String> allScopes() {
        return List.of(".", "a", "b");
    }

    /** To a place outside, as when a disk is unmounted. */
    @Override
    protected void spoil() throws IOException {
        Files.move(folder.resolve("b"), folder.resolveSibling("elsewhere"));
    }

    @Override
    protected void mend() throws IOException {
        Files.move(folder.resolveSibling("elsewhere"), folder.resolve("b"));
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
