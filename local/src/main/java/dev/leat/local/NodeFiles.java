package dev.leat.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one node: four folders that belong to the user that it runs as, and what this module notes down beside
 * them.
 */
record NodeFiles(Path directory) {
    Path data() {
        return directory.resolve("data");
    }

    Path config() {
        return directory.resolve("config");
    }

    Path logs() {
        return directory.resolve("logs");
    }

    Path temporary() {
        return directory.resolve("tmp");
    }

    Path record() {
        return directory.resolve("node.properties");
    }

    Path lock() {
        return directory.resolve("leat.lock");
    }

    /** The file with the secrets of a secured node, for its owner's eyes only. */
    Path secrets() {
        return directory.resolve("secrets.properties");
    }

    Path caCertificate() {
        return directory.resolve("ca.crt");
    }

    /** Where the programs that are started write what they have to say outside their logs. */
    Path console() {
        return logs().resolve("console.log");
    }

    Path log(String clusterName) {
        return logs().resolve(clusterName + ".log");
    }

    Path pid() {
        return temporary().resolve("elasticsearch.pid");
    }

    private Path ports() {
        return logs().resolve("http.ports");
    }

    /** The option that marks each process of this node on its command line. */
    String mark() {
        return "-Dleat.node=" + directory;
    }

    /** Makes the data directory itself, which must exist before it can be locked. */
    void create() {
        try {
            boolean fresh = !Files.exists(directory);
            Files.createDirectories(directory);
            if (fresh) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        } catch (IOException e) {
            throw LocalException.file("Cannot make the data directory " + directory, e);
        }
    }

    /** Writes the configuration anew and clears what an earlier run left behind; the data stays. */
    void prepare(LocalOptions options, Path distribution) {
        try {
            for (Path folder : List.of(data(), config(), logs(), temporary())) {
                Files.createDirectories(folder);
            }
            // It may hold the key of the certificate and the first password.
            Files.setPosixFilePermissions(config(), PosixFilePermissions.fromString("rwx------"));
            Files.deleteIfExists(ports());
            clearTemporary();
            Files.writeString(console(), "");
            Files.copy(
                    distribution.resolve("config/log4j2.properties"),
                    config().resolve("log4j2.properties"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(config().resolve("jvm.options"), jvmOptions(options));
            Files.writeString(config().resolve("elasticsearch.yml"), yaml(settings(options)));
        } catch (IOException e) {
            throw LocalException.file("Cannot prepare the data directory " + directory, e);
        }
    }

    private void clearTemporary() throws IOException {
        try (Stream<Path> leftovers = Files.list(temporary())) {
            for (Path leftover : (Iterable<Path>) leftovers::iterator) {
                DeleteTree.delete(leftover);
            }
        }
    }

    private String jvmOptions(LocalOptions options) {
        List<String> lines = new ArrayList<>(
                switch (options.tuning()) {
                    case QUICK_START -> List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
                    case FULL_SPEED -> List.of("-XX:+UseG1GC");
                });
        lines.addAll(List.of(
                "-Xms" + options.heapMegabytes() + "m",
                "-Xmx" + options.heapMegabytes() + "m",
                // A machine of a developer has other use for memory that the node may never need.
                "-XX:-AlwaysPreTouch",
                "-Djava.io.tmpdir=" + temporary(),
                "20-:--add-modules=jdk.incubator.vector",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + logs().resolve("hs_err_pid%p.log"),
                mark()));
        return String.join("\n", lines) + "\n";
    }

    private Map<String, String> settings(LocalOptions options) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("cluster.name", options.clusterName());
        settings.put("node.name", "leat-1");
        settings.put("discovery.type", "single-node");
        settings.put("network.host", "127.0.0.1");
        settings.put("http.port", Integer.toString(options.httpPort()));
        settings.put("transport.port", "0");
        settings.put("path.data", data().toString());
        settings.put("path.logs", logs().toString());
        // The node writes the port that it took to a file: no race for free ports.
        settings.put("node.portsfile", "true");
        // A developer's disk is often fuller than a server's may be; a node that turns read-only helps nobody here.
        settings.put("cluster.routing.allocation.disk.threshold_enabled", "false");
        // A local node has no business on the internet.
        settings.put("xpack.inference.elastic.periodic_authorization_enabled", "false");
        switch (options.security()) {
            case NONE -> settings.put("xpack.security.enabled", "false");
            case SECURED -> {
                settings.put("xpack.security.enabled", "true");
                settings.put("xpack.security.enrollment.enabled", "false");
                settings.put("xpack.security.http.ssl.enabled", "true");
                settings.put("xpack.security.http.ssl.key", "certs/http.key");
                settings.put("xpack.security.http.ssl.certificate", "certs/http.crt");
            }
        }
        settings.putAll(options.settings());
        return settings;
    }

    private static String yaml(Map<String, String> settings) {
        StringBuilder text = new StringBuilder();
        settings.forEach((key, value) -> text.append(key)
                .append(": \"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                .append("\"\n"));
        return text.toString();
    }

    /** The process id that the server noted down; 0 when there is none. */
    long serverPid() {
        try {
            return Files.isRegularFile(pid())
                    ? Long.parseLong(Files.readString(pid()).strip())
                    : 0;
        } catch (IOException | NumberFormatException e) {
            // It is being written or removed at this moment.
            return 0;
        }
    }

    /** The address that the server listens on; nothing before it does. */
    @Nullable
    URI url(LocalOptions.Security security) {
        try {
            if (!Files.isRegularFile(ports())) {
                return null;
            }
            String address = Files.readAllLines(ports()).getFirst().strip();
            return URI.create((security == LocalOptions.Security.SECURED ? "https://" : "http://") + address);
        } catch (IOException | java.util.NoSuchElementException e) {
            return null;
        }
    }

    /** Notes down which release writes the data, and refuses one that is older than the last. */
    void claimData(ElasticsearchVersion version) {
        Path file = directory.resolve("data.version");
        try {
            String last = Files.exists(file) ? Files.readString(file).strip() : version.number();
            if (Integer.parseInt(last.split("\\.", 2)[0]) > version.major()) {
                throw new LocalException(
                        LocalException.Reason.BAD_OPTION,
                        "The data in " + directory + " was written by Elasticsearch " + last + ", and "
                                + version.number() + " cannot read it: start " + last
                                + ", or use another data directory");
            }
            Files.writeString(file, version.number() + "\n");
        } catch (IOException | NumberFormatException e) {
            throw new LocalException(
                    LocalException.Reason.FILE_FAILED,
                    "Cannot use " + file + ": " + e + "; remove it if it is damaged",
                    e);
        }
    }

    /** Forgets the node: what is left is a directory of data. */
    void forget() {
        try {
            Files.deleteIfExists(record());
        } catch (IOException e) {
            throw LocalException.file("Cannot remove " + record(), e);
        }
    }
}
