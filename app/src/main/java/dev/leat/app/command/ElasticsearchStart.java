package dev.leat.app.command;

import dev.leat.app.terminal.ExitCode;
import dev.leat.app.terminal.Summary;
import dev.leat.local.ElasticsearchVersion;
import dev.leat.local.LocalElasticsearch;
import dev.leat.local.LocalOptions;
import dev.leat.local.LocalOptions.Security;
import dev.leat.local.NodeAccess;
import dev.leat.local.NodeState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leat elasticsearch start}. */
@Command(
        name = "start",
        customSynopsis = "leat elasticsearch start [OPTIONS]",
        description = "Starts the local Elasticsearch and returns when it is ready. Does nothing if it runs already.",
        footer = {"", "Example:", "  leat elasticsearch start --port 9201 --data /tmp/es --memory 2048"})
final class ElasticsearchStart implements Callable<Integer> {

    private final Session session;

    @Option(names = "--port", paramLabel = "N", description = "port (default: 9200, or the next free one)")
    @Nullable
    private Integer port;

    @Option(names = "--data", paramLabel = "DIR", description = "folder for data, configuration and logs")
    @Nullable
    private Path data;

    @Option(names = "--version", paramLabel = "9|8", defaultValue = "9", description = "which line (default: 9)")
    private String version = "9";

    @Option(names = "--secure", description = "with TLS, a password and an API key")
    private boolean secure;

    @Option(names = "--memory", paramLabel = "MB", defaultValue = "1024", description = "Java heap (default: 1024)")
    private int memory = 1024;

    ElasticsearchStart(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Path directory = ElasticsearchCommand.dataDirectory(data);
        boolean ranBefore = LocalElasticsearch.find(directory) instanceof NodeState.Running;
        LocalElasticsearch node;
        try (StartProgressView progress = new StartProgressView(session.terminal())) {
            node = LocalElasticsearch.start(options(directory), progress);
        }
        Summary summary = new Summary()
                .addForPrograms("running", true)
                .add("url", node.url().toString())
                .add("version", node.version().number())
                .add("pid", node.pid(), Long.toString(node.pid()))
                .add("data", node.dataDirectory().toString());
        NodeAccess access = node.access();
        if (access != null) {
            summary.add("ca", access.caCertificate().toString())
                    .add("username", access.username())
                    .add("api_key_file", keyFile(node.dataDirectory(), access).toString());
        }
        session.terminal()
                .note(ranBefore ? "Elasticsearch runs already." : "Elasticsearch is ready; other commands find it.");
        session.print(summary);
        return ExitCode.DONE.number();
    }

    private LocalOptions options(Path directory) {
        LocalOptions options = LocalOptions.forUsers(directory)
                .withVersion(ElasticsearchVersion.parse(version))
                .withHeapMegabytes(memory)
                .withSecurity(secure ? Security.SECURED : Security.NONE);
        // Without a wish Elasticsearch takes the first free port of its usual range.
        return port == null ? options.withSetting("http.port", "9200-9299") : options.withHttpPort(port);
    }

    /** The API key in a file that only its owner can read, for {@code --api-key-file} and other programs. */
    private static Path keyFile(Path directory, NodeAccess access) throws IOException {
        Path file = directory.resolve("api-key");
        if (!Files.exists(file) || !Files.readString(file).equals(access.apiKey())) {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, access.apiKey());
        }
        return file;
    }
}
