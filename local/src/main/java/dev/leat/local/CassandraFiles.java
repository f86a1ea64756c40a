package dev.leat.local;

import dev.leat.local.LocalOptions.Security;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a node of Cassandra reads from its folders: its configuration. */
record CassandraFiles(NodeFiles node) {
    Path yaml() {
        return node.config().resolve("cassandra.yaml");
    }

    Path logback() {
        return node.config().resolve("logback.xml");
    }

    /** The node's certificate and its key in one file. */
    Path keyStore() {
        return node.config().resolve("certs").resolve("node.pem");
    }

    /** Writes the configuration anew and clears what an earlier run left behind; the data stays. */
    void prepare(CassandraOptions options, int port, int storagePort) {
        try {
            node.prepareFolders();
            Files.writeString(logback(), logback(options.clusterName()));
            Files.writeString(yaml(), text(settings(options, port, storagePort)));
        } catch (IOException e) {
            throw LocalException.file("Cannot prepare the data directory " + node.directory(), e);
        }
    }

    private String logback(String clusterName) {
        return """
                <configuration>
                  <appender name="FILE" class="ch.qos.logback.core.FileAppender">
                    <file>%s</file>
                    <encoder>
                      <pattern>[%%date{ISO8601}][%%-5level] %%logger{20} %%msg%%n</pattern>
                    </encoder>
                  </appender>
                  <root level="INFO">
                    <appender-ref ref="FILE"/>
                  </root>
                </configuration>
                """.formatted(node.log(clusterName));
    }

    private Map<String, String> settings(CassandraOptions options, int port, int storagePort) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("cluster_name", quoted(options.clusterName()));
        settings.put("num_tokens", "16");
        settings.put("partitioner", "org.apache.cassandra.dht.Murmur3Partitioner");
        settings.put("endpoint_snitch", "SimpleSnitch");
        settings.put(
                "seed_provider",
                "[{class_name: org.apache.cassandra.locator.SimpleSeedProvider, parameters: [{seeds: \"127.0.0.1:"
                        + storagePort + "\"}]}]");
        settings.put("listen_address", "127.0.0.1");
        settings.put("rpc_address", "127.0.0.1");
        settings.put("storage_port", Integer.toString(storagePort));
        settings.put("native_transport_port", Integer.toString(port));
        settings.put("data_file_directories", "[" + folder("data") + "]");
        settings.put("commitlog_directory", folder("commitlog"));
        settings.put("hints_directory", folder("hints"));
        settings.put("saved_caches_directory", folder("saved_caches"));
        settings.put("cdc_raw_directory", folder("cdc_raw"));
        settings.put("cdc_enabled", "false");
        settings.put("commitlog_sync", "periodic");
        settings.put("commitlog_sync_period", "10000ms");
        // Smaller than the default: a small node would spend its start on files of 32 MB.
        settings.put("commitlog_segment_size", "8MiB");
        // A table that is dropped or truncated here is not wanted back.
        settings.put("auto_snapshot", "false");
        settings.put("storage_compatibility_mode", "NONE");
        if (options.security() == Security.SECURED) {
            settings.put("authenticator", "PasswordAuthenticator");
            settings.put("authorizer", "CassandraAuthorizer");
            settings.put("role_manager", "CassandraRoleManager");
            settings.put(
                    "client_encryption_options",
                    "{enabled: true, optional: false, keystore: "
                            + quoted(keyStore().toString())
                            + ", ssl_context_factory: {class_name:"
                            + " org.apache.cassandra.security.PEMBasedSslContextFactory}}");
        }
        settings.putAll(options.settings());
        return settings;
    }

    private String folder(String name) {
        return quoted(node.data().resolve(name).toString());
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String text(Map<String, String> settings) {
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(key).append(": ").append(value).append('\n'));
        return text.toString();
    }
}
