package dev.leat.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a node of Elasticsearch reads from its folders and writes to them: its configuration, and where it listens. */
record ElasticsearchFiles(NodeFiles node) {
    private Path ports() {
        return node.logs().resolve("http.ports");
    }

    /** Writes the configuration anew and clears what an earlier run left behind; the data stays. */
    void prepare(LocalOptions options, Path distribution) {
        try {
            node.prepareFolders();
            Files.deleteIfExists(ports());
            Files.copy(
                    distribution.resolve("config/log4j2.properties"),
                    node.config().resolve("log4j2.properties"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(node.config().resolve("jvm.options"), jvmOptions(options));
            Files.writeString(node.config().resolve("elasticsearch.yml"), yaml(settings(options)));
        } catch (IOException e) {
            throw LocalException.file("Cannot prepare the data directory " + node.directory(), e);
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
                "-Djava.io.tmpdir=" + node.temporary(),
                "20-:--add-modules=jdk.incubator.vector",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + node.logs().resolve("hs_err_pid%p.log"),
                node.mark()));
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
        settings.put("path.data", node.data().toString());
        settings.put("path.logs", node.logs().toString());
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
}
