package dev.leat.app.config;

import dev.leat.elastic.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, before or after its name. Filled by the command line; then only read. */
public final class GlobalOptions {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "read settings from this file (default: conf/leat.yml of the installation)")
    @Nullable
    Path config;

    @Option(
            names = "--elasticsearch",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "the cluster; several nodes with commas (default: the local node, if it runs)")
    @Nullable
    String elasticsearch;

    @Option(
            names = "--api-key-file",
            paramLabel = "F",
            scope = ScopeType.INHERIT,
            description = "file that holds an API key, as Elasticsearch encodes it; '-' asks")
    @Nullable
    String apiKeyFile;

    @Option(
            names = "--username",
            paramLabel = "U",
            scope = ScopeType.INHERIT,
            description = "user, together with a password")
    @Nullable
    String username;

    @Option(
            names = "--password-file",
            paramLabel = "F",
            scope = ScopeType.INHERIT,
            description = "file that holds the password; '-' asks")
    @Nullable
    String passwordFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "certificate authority of the cluster, PEM")
    @Nullable
    String ca;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "print the result as one JSON object")
    boolean json;

    @Option(
            names = "--log-level",
            paramLabel = "L",
            scope = ScopeType.INHERIT,
            description = "error, warn, info, debug or trace (default: warn); debug shows stack traces")
    @Nullable
    LogLevel logLevel;

    /** How much is logged. */
    public enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /** The configuration file that was named. */
    public @Nullable Path config() {
        return config;
    }

    /** Whether an option says which cluster is meant, or as whom. */
    public boolean isClusterNamed() {
        return elasticsearch != null || apiKeyFile != null || username != null || passwordFile != null || ca != null;
    }

    /**
     * What another process needs to be told of them. They name files and no secrets.
     *
     * @throws ConfigException when one asks a person, whom the other process cannot ask
     */
    public List<String> forAnotherProcess() {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--elasticsearch", elasticsearch);
        add(arguments, "--api-key-file", apiKeyFile);
        add(arguments, "--username", username);
        add(arguments, "--password-file", passwordFile);
        add(arguments, "--ca", ca);
        add(arguments, "--log-level", logLevel == null ? null : logLevel.name());
        return arguments;
    }

    private static void add(List<String> arguments, String option, @Nullable String value) {
        if (value != null && value.equals("-")) {
            throw new ConfigException(option, "cannot ask in the background; name a file");
        }
        if (value != null) {
            boolean isFile = option.endsWith("-file") || option.equals("--ca");
            arguments.add(option);
            arguments.add(isFile ? Path.of(value).toAbsolutePath().toString() : value);
        }
    }

    /** How much is logged, if that was said. */
    public @Nullable LogLevel namedLogLevel() {
        return logLevel;
    }

    /** Whether results are for programs. */
    public boolean json() {
        return json;
    }

    /** How much is logged; warnings and errors unless told otherwise. */
    public LogLevel logLevel() {
        return logLevel == null ? LogLevel.WARN : logLevel;
    }

    /** Whether a failure shows where in the code it arose. */
    public boolean showsStackTraces() {
        return logLevel().compareTo(LogLevel.DEBUG) >= 0;
    }
}
