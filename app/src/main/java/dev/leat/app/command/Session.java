package dev.leat.app.command;

import dev.leat.app.config.ConnectionSettings;
import dev.leat.app.config.ConnectionSettings.Resolved;
import dev.leat.app.config.GlobalOptions;
import dev.leat.app.config.LocalNode;
import dev.leat.app.ingest.Plugins;
import dev.leat.app.terminal.ExitCode;
import dev.leat.app.terminal.Prompt;
import dev.leat.app.terminal.Summary;
import dev.leat.app.terminal.Terminal;
import dev.leat.connect.DataSourceCatalog;
import dev.leat.elastic.Secret;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.local.LocalElasticsearch;
import dev.leat.local.NodeAccess;
import dev.leat.local.NodeState;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What every command is given: the streams, the global options and the environment.
 *
 * @param environment the variables of the process
 */
public record Session(Terminal terminal, GlobalOptions options, Map<String, String> environment) {

    /** A session of this process. */
    public static Session ofProcess() {
        return new Session(Terminal.ofProcess(), new GlobalOptions(), System.getenv());
    }

    /** Prints the result of the command on standard output, in the form that was asked for. */
    void print(Summary summary) {
        summary.print(terminal.out(), format());
    }

    /** Prints the result of what a person had to say yes to; without one they said no, and that is a failure. */
    int conclude(Optional<Summary> result) {
        result.ifPresent(this::print);
        if (result.isEmpty()) {
            terminal.note("leat: nothing was changed");
        }
        return (result.isPresent() ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    /** The form in which results are wanted. */
    Summary.Format format() {
        return options.json() ? Summary.Format.JSON : Summary.Format.TABLE;
    }

    /**
     * A connection to the cluster that is meant; the caller closes it. The cluster has answered once: a wrong URL or
     * password shows at once, whereas what fails later is retried with patience.
     *
     * @throws dev.leat.elastic.ConfigException when it cannot be told which cluster is meant, or as whom
     * @throws dev.leat.elastic.UnavailableException when it does not answer
     */
    Cluster connect() {
        return connect(clusterSettings());
    }

    /** As {@link #connect()}, where it is known which cluster is meant. */
    static Cluster connect(ClusterSettings settings) {
        Cluster cluster = Cluster.connect(settings);
        try {
            cluster.withRetryPolicy(RetryPolicy.none()).info();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** The sources that are there, built in or as plugins. A jar that is of no use is named, and left out. */
    DataSourceCatalog catalog() {
        return Plugins.installed(
                System.getProperty("leat.home"), problem -> terminal.note("leat: " + problem + "; it is left out"));
    }

    /** Where the cluster is that is meant; says so when that is the local node because nothing else was said. */
    ClusterSettings clusterSettings() {
        return clusterSettings(
                ConnectionSettings.file(options, environment, System.getProperty("leat.home")), "", Map.of());
    }

    /**
     * As {@link #clusterSettings()}, with a file that a command names.
     *
     * @param file what is read as {@code leat.yml}
     * @param origin the name of a file of another form
     * @param section what that says of the cluster, with the keys of {@code leat.yml}
     */
    ClusterSettings clusterSettings(Optional<Path> file, String origin, Map<String, String> section) {
        Resolved resolved = new ConnectionSettings(
                        options, environment, file, Session::localNode, new Prompt(terminal)::ask)
                .orElse(origin, section)
                .resolve();
        if (resolved.isLocalByDefault()) {
            terminal.note("Using the local Elasticsearch at "
                    + resolved.settings().nodes().getFirst());
        }
        return resolved.settings();
    }

    private static Optional<LocalNode> localNode() {
        Path data = LocalElasticsearch.defaultDataDirectory();
        if (!(LocalElasticsearch.find(data) instanceof NodeState.Running running)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (running.security()) {
                    case NONE -> new LocalNode(running.url(), null, null);
                    case SECURED -> {
                        NodeAccess access = LocalElasticsearch.access(data);
                        yield access == null
                                ? new LocalNode(running.url(), null, null)
                                : new LocalNode(running.url(), access.caCertificate(), new Secret(access.apiKey()));
                    }
                });
    }
}
