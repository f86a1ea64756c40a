package dev.leat.local;

import dev.leat.local.LocalOptions.Lifetime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command lines that start a node and its tools: what the scripts of a full distribution do, which the one from the
 * repository lacks.
 */
record NodeCommand(Machine machine, RunAs user, Jdk jdk, Path home, NodeFiles files) {
    // Runs the node and reads its own input at the same time. The input ends when the process that holds the other end
    // ends, whatever ended it: then the node is stopped. When the launcher is killed, the server sees the end of its
    // own
    // input and goes, too.
    private static final String WATCHED = """
            grace=$1; shift
            exec 3<&0
            "$@" </dev/null 3<&- &
            node=$!
            (
                while read -r line <&3; do :; done
                kill -TERM "$node" 2>/dev/null
                while [ "$grace" -gt 0 ] && kill -0 "$node" 2>/dev/null; do sleep 1; grace=$((grace - 1)); done
                kill -KILL "$node" 2>/dev/null
            ) &
            watch=$!
            exec 3<&-
            trap 'kill -TERM "$node" 2>/dev/null' TERM INT HUP
            wait "$node"; status=$?
            while kill -0 "$node" 2>/dev/null; do wait "$node"; status=$?; done
            kill -KILL "$watch" 2>/dev/null
            exit "$status"
            """;
    private static final String GRACE_SECONDS = "20";

    /** Starts the node. The process of an owned node ends it when its standard input is closed. */
    Process start(LocalOptions options) {
        List<String> command = new ArrayList<>(ownSession());
        command.addAll(user.prefix());
        List<String> arguments = new ArrayList<>(List.of("-p", files.pid().toString()));
        switch (options.lifetime()) {
            case OWNED -> {
                command.addAll(List.of("sh", "-c", WATCHED, "leat-node", GRACE_SECONDS));
                arguments.add("--quiet");
            }
            case DETACHED -> arguments.add("-d");
        }
        command.addAll(
                switch (options.version()) {
                    case V9 -> java("lib/tools/server-launcher/*", "org.elasticsearch.server.launcher.ServerLauncher");
                    case V8 -> tool("server", "lib/tools/server-cli");
                });
        command.addAll(arguments);
        ProcessBuilder builder = builder(command);
        if (options.lifetime() == Lifetime.OWNED) {
            builder.redirectInput(ProcessBuilder.Redirect.PIPE);
        }
        return run(builder);
    }

    /** Starts the tool that keeps the node's secure settings; it reads the value from its input. */
    Process startKeystoreTool(String... arguments) {
        List<String> command = new ArrayList<>(user.prefix());
        command.addAll(tool("keystore", "lib/tools/keystore-cli"));
        command.addAll(List.of(arguments));
        return run(builder(command).redirectInput(ProcessBuilder.Redirect.PIPE));
    }

    // A session of its own: Ctrl-C in the terminal of the one who started it is not meant for the node.
    private List<String> ownSession() {
        for (String program : List.of("setsid", "nohup")) {
            Path path = machine.findProgram(program);
            if (path != null) {
                return List.of(path.toString());
            }
        }
        return List.of();
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
                        "-Des.path.conf=" + files.config(),
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
                files.mark(),
                "-cp",
                home + "/" + classPath,
                mainClass);
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(files.console().toFile()));
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(List.of("PATH", "LANG", "LC_ALL", "TZ"));
        environment.put("ES_HOME", home.toString());
        environment.put("ES_PATH_CONF", files.config().toString());
        environment.put("ES_TMPDIR", files.temporary().toString());
        environment.put("ES_DISTRIBUTION_TYPE", "zip");
        environment.put("ES_JAVA_HOME", jdk.home().toString());
        environment.put("JAVA_HOME", jdk.home().toString());
        environment.put("JAVA", jdk.java().toString());
        environment.put("JAVA_TYPE", "ES_JAVA_HOME");
        environment.put("CLI_JAVA_OPTS", "");
        environment.put("HOME", files.temporary().toString());
        environment.put("HOSTNAME", "localhost");
        return builder;
    }

    private static Process run(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw LocalException.file("Cannot start " + builder.command().getFirst(), e);
        }
    }
}
