package dev.leat.local;

import dev.leat.local.Launcher.PidFile;
import dev.leat.local.LocalOptions.Lifetime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command lines that start a node of Elasticsearch and its tools: what the scripts of a full distribution do, which
 * the one from the repository lacks.
 */
record NodeCommand(Launcher launcher, Jdk jdk, Path home) {
    /** Starts the node. The process of an owned node ends it when its standard input is closed. */
    Process start(LocalOptions options) {
        List<String> server = new ArrayList<>(
                switch (options.version()) {
                    case V9 -> java("lib/tools/server-launcher/*", "org.elasticsearch.server.launcher.ServerLauncher");
                    case V8 -> tool("server", "lib/tools/server-cli");
                });
        server.addAll(List.of("-p", launcher.files().pid().toString()));
        server.add(options.lifetime() == Lifetime.OWNED ? "--quiet" : "-d");
        return launcher.start(
                builder(launcher.server(options.lifetime(), PidFile.BY_SERVER, server)), options.lifetime());
    }

    /** Starts the tool that keeps the node's secure settings; it reads the value from its input. */
    Process startKeystoreTool(String... arguments) {
        List<String> command = new ArrayList<>(launcher.tool(tool("keystore", "lib/tools/keystore-cli")));
        command.addAll(List.of(arguments));
        return launcher.run(builder(command).redirectInput(ProcessBuilder.Redirect.PIPE));
    }

    private List<String> tool(String name, String libraries) {
        List<String> command = new ArrayList<>(
                java("lib/*:" + home + "/lib/cli-launcher/*", "org.elasticsearch.launcher.CliToolLauncher"));
        command.addAll(
                command.size() - 1,
                List.of(
                        "-Dcli.name=" + name,
                        "-Dcli.script=" + home.resolve("bin/elasticsearch"),
                        "-Dcli.libs=" + libraries,
                        "-Des.path.home=" + home,
                        "-Des.path.conf=" + launcher.files().config(),
                        "-Des.distribution.type=zip",
                        "-Des.java.type=ES_JAVA_HOME"));
        return command;
    }

    private List<String> java(String classPath, String mainClass) {
        return List.of(
                jdk.java().toString(),
                "-Xms4m",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                // The launcher leaves an empty folder there whenever it runs.
                "-Djava.io.tmpdir=" + launcher.files().temporary(),
                launcher.files().mark(),
                "-cp",
                home + "/" + classPath,
                mainClass);
    }

    private ProcessBuilder builder(List<String> command) {
        NodeFiles files = launcher.files();
        return launcher.builder(
                command,
                home,
                Map.of(
                        "ES_HOME", home.toString(),
                        "ES_PATH_CONF", files.config().toString(),
                        "ES_TMPDIR", files.temporary().toString(),
                        "ES_DISTRIBUTION_TYPE", "zip",
                        "ES_JAVA_HOME", jdk.home().toString(),
                        "JAVA_HOME", jdk.home().toString(),
                        "JAVA", jdk.java().toString(),
                        "JAVA_TYPE", "ES_JAVA_HOME",
                        "CLI_JAVA_OPTS", ""));
    }
}
