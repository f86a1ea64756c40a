package dev.leat.app.sync;

import dev.leat.app.config.EnvironmentText;
import dev.leat.app.config.StateDirectory;
import dev.leat.app.config.YamlTree;
import dev.leat.app.file.FileTrouble;
import dev.leat.cassandra.config.SeedFile;
import dev.leat.cassandra.config.StartingPoint;
import dev.leat.cassandra.config.SyncConfig;
import dev.leat.cassandra.config.SyncSection;
import dev.leat.connect.SecretReferences;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import dev.leat.elastic.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The file that configures a sync: a {@code leat.yml} with a section {@code sync}, or a {@code config.json} of PyCassElastic;
 * told apart by what is in it.
 *
 * @param isSeeds whether it is the latter
 */
public record SyncFile(Path path, SyncConfig config, boolean isSeeds) {

    /**
     * Reads one.
     *
     * @throws ConfigException with all that is wrong with it
     */
    public static SyncFile read(Path path, Map<String, String> environment) {
        String text;
        try {
            text = Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ConfigException(path.toString(), FileTrouble.reading(path, e));
        }
        if (SeedFile.isOne(text)) {
            SyncConfig config = SeedFile.read(
                    path.toString(), text, StartingPoint.beside(path).orElse(null));
            return new SyncFile(path, config, true);
        }
        var values = YamlTree.read(path, new EnvironmentText(environment));
        if (values.keySet().stream().noneMatch(key -> key.equals("sync") || key.startsWith("sync."))) {
            throw new ConfigException(
                    path.toString(),
                    "configures no sync; it needs a section 'sync:', or has to be a config.json with \"syncs\"");
        }
        SecretReferences references = new SecretReferences(environment, name -> true, file -> true);
        SyncConfig config = SyncSection.read(path.toString(), values, (key, text1) -> secret(references, key, text1));
        return new SyncFile(path, config, false);
    }

    private static Secret secret(SecretReferences references, String key, String text) {
        if (!SecretReferences.isReference(text)) {
            throw new ConfigException(
                    key,
                    "a secret does not stand here; write ${env:NAME} or ${file:PATH}, or name its file with password_file");
        }
        return references.resolve(Map.of(key, text)).get(key) instanceof Secret secret ? secret : new Secret(text);
    }

    /** The file that is meant: the one that is named, else the first of these that is there. */
    public static Path choose(Optional<Path> named, List<Path> otherwise) {
        return named.or(() -> otherwise.stream().filter(Files::isReadable).findFirst())
                .orElseThrow(() -> new ConfigException(List.of(new Problem(
                        "CONFIG", "is missing: name a leat.yml with a section 'sync:', or a config.json"))));
    }

    /** What it says of Elasticsearch, with the keys of {@code leat.yml}; a {@code leat.yml} is read for itself. */
    public Map<String, String> elasticsearch() {
        String urls = config.elasticsearch();
        return urls == null ? Map.of() : Map.of("url", urls);
    }

    /** Where the state of this sync is, unless the file says: one folder for each file. */
    public Path directory(Map<String, String> environment) {
        Path ours = config.dataDirectory();
        if (ours != null) {
            return ours.toAbsolutePath();
        }
        Path absolute = path.toAbsolutePath().normalize();
        CRC32 crc = new CRC32();
        crc.update(absolute.toString().getBytes(StandardCharsets.UTF_8));
        Path parent = absolute.getParent();
        String folder = parent == null || parent.getFileName() == null ? "sync" : String.valueOf(parent.getFileName());
        return StateDirectory.of(environment)
                .resolve("sync")
                .resolve("%s-%08x".formatted(folder.replaceAll("[^A-Za-z0-9_-]", "_"), crc.getValue()));
    }
}
