package dev.leat.local;

import dev.leat.local.LocalOptions.Lifetime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts programs as the node's user, away from the terminal, and binds an owned node to the life of this process. */
record Launcher(Machine machine, RunAs user, NodeFiles files) {
    // Runs the node and reads its own input at the same time. The input ends when the process that holds the other end
    // ends, whatever ended it: then the node is stopped. When the launcher is killed, the server sees the end of its
    // own input and goes, too.
    private static final String WATCHED = """
            grace=$1; pidfile=$2; shift 2
            exec 3<&0
            "$@" </dev/null 3<&- &
            node=$!
            [ -z "$pidfile" ] || echo "$node" >"$pidfile"
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
    private static final String UNWATCHED = """
            pidfile=$1; shift
            [ -z "$pidfile" ] || echo "$$" >"$pidfile"
            exec "$@"
            """;
    private static final String GRACE_SECONDS = "20";

    /** Who writes the file with the server's process id. */
    enum PidFile {
        /** The server itself, or what starts it. */
        BY_SERVER,
        /** The shell that starts it. */
        BY_SHELL
    }

    /** The words that run a server; an owned one ends when the input of the started process is closed. */
    List<String> server(Lifetime lifetime, PidFile pidFile, List<String> server) {
        String path = switch (pidFile) {
            case BY_SERVER -> "";
            case BY_SHELL -> files.pid().toString();
        };
        List<String> command = new ArrayList<>(ownSession());
        command.addAll(user.prefix());
        command.addAll(
                switch (lifetime) {
                    case OWNED -> List.of("sh", "-c", WATCHED, "leat-node", GRACE_SECONDS, path);
                    case DETACHED -> List.of("sh", "-c", UNWATCHED, "leat-node", path);
                });
        command.addAll(server);
        return command;
    }

    /** The words that run a program once. */
    List<String> tool(List<String> tool) {
        List<String> command = new ArrayList<>(user.prefix());
        command.addAll(tool);
        return command;
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

    /** A process with little of this one's environment, without input, that writes to the node's console file. */
    ProcessBuilder builder(List<String> command, Path directory, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(files.console().toFile()));
        builder.environment().keySet().retainAll(List.of("PATH", "LANG", "LC_ALL", "TZ"));
        builder.environment().put("HOME", files.temporary().toString());
        builder.environment().put("HOSTNAME", "localhost");
        builder.environment().putAll(environment);
        return builder;
    }

    /** Starts a server with the words of {@link #server}. */
    Process start(ProcessBuilder builder, Lifetime lifetime) {
        return run(
                switch (lifetime) {
                    case OWNED -> builder.redirectInput(ProcessBuilder.Redirect.PIPE);
                    case DETACHED -> builder;
                });
    }

    Process run(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw LocalException.file("Cannot start " + builder.command().getFirst(), e);
        }
    }
}
