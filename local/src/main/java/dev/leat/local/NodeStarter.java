package dev.leat.local;

import dev.leat.local.LocalOptions.Security;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** One start of Elasticsearch: finds the node that runs already, or starts one and waits until it is ready. */
final class NodeStarter {
    private final LocalOptions options;
    private final ProgressListener listener;
    private final Machine machine;
    private final NodeFiles files;
    private final ElasticsearchFiles own;
    private final NodeStart start;

    NodeStarter(LocalOptions options, ProgressListener listener, Machine machine) {
        this.options = options;
        this.listener = listener;
        this.machine = machine;
        this.files = NodeFiles.of(NodeKind.ELASTICSEARCH, options.dataDirectory());
        this.own = new ElasticsearchFiles(files);
        this.start = NodeStart.of(options.version().product(), files, options.startTimeout(), listener);
    }

    LocalElasticsearch start() {
        RunAs user = RunAs.choose(machine);
        int minimum = options.version().minimumJava();
        Jdk jdk = Jdk.find(
                machine, user, major -> major >= minimum, "Elasticsearch needs a JDK " + minimum + " or newer");
        start.requireDirectories(user, machine);
        Path home = Distribution.of(options.version(), machine).install(listener);
        NodeCommand command = new NodeCommand(new Launcher(machine, user, files), jdk, home);
        return start.findOrLaunch(this::attach, () -> launch(command));
    }

    private LocalElasticsearch attach(NodeRecord record) {
        ElasticsearchVersion version = record.elasticsearch();
        if (version != options.version() || record.security() != options.security()) {
            throw start.inUse(version.product() + (record.security() == Security.SECURED ? " with security" : ""));
        }
        URI url = start.awaitReady(null, record, () -> answering(record.security()));
        if (options.httpPort() != 0 && url.getPort() != options.httpPort()) {
            throw start.inUse(version.product() + " at " + url);
        }
        NodeSecrets secrets = record.security() == Security.SECURED ? NodeSecrets.read(files.secrets()) : null;
        return new LocalElasticsearch(files, version, url, files.serverPid(), access(secrets), null);
    }

    private LocalElasticsearch launch(NodeCommand command) {
        NodeStart.requireFree(options.httpPort());
        files.claimData(options.version().number());
        own.prepare(options, command.home());
        files.folders().forEach(command.launcher().user()::own);
        NodeSecurity security = new NodeSecurity(files, command, new SecureRandom());
        NodeSecrets first = options.security() == Security.SECURED ? security.prepare() : null;
        NodeRecord record = NodeRecord.of(options);
        record.write(files.record());
        Process process = command.start(options);
        return start.guarded(process, record, owned -> {
            URI url = start.awaitReady(process, record, () -> answering(record.security()));
            NodeSecrets secrets = first == null ? null : complete(security, url, first);
            return new LocalElasticsearch(files, options.version(), url, files.serverPid(), access(secrets), owned);
        });
    }

    private NodeSecrets complete(NodeSecurity security, URI url, NodeSecrets secrets) {
        try (NodeClient client = NodeClient.open(url, files.caCertificate())) {
            return security.complete(client, secrets);
        }
    }

    private @Nullable NodeAccess access(@Nullable NodeSecrets secrets) {
        return secrets == null
                ? null
                : new NodeAccess(files.caCertificate(), NodeSecrets.USER, secrets.password(), secrets.apiKey());
    }

    /** The address of the node when it answers. */
    private @Nullable URI answering(Security security) {
        URI url = start.processes().isOurs(files.serverPid()) ? own.url(security) : null;
        return url != null && answers(url, security) ? url : null;
    }

    private boolean answers(URI url, Security security) {
        NodeSecrets secrets = security == Security.SECURED ? NodeSecrets.read(files.secrets()) : null;
        try (NodeClient client = NodeClient.open(url, secrets == null ? null : files.caCertificate())) {
            return client.send(
                                    "GET",
                                    "/_cluster/health?wait_for_status=yellow&timeout=5s",
                                    null,
                                    secrets == null ? null : secrets.basic())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            // Not yet.
            return false;
        }
    }
}
