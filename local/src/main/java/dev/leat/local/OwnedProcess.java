package dev.leat.local;

/**
 * The process of a node that ends with this one. While it is guarded, the end of this JVM stops the node; that also
 * keeps the pipe open whose end tells the node that this process was killed.
 */
final class OwnedProcess {
    private final Process process;
    private final NodeFiles files;
    private final NodeProcesses processes;
    private final long launcherPid;
    private final Thread hook = new Thread(this::end, "leat-node-stop");

    private OwnedProcess(Process process, NodeFiles files, NodeProcesses processes) {
        this.process = process;
        this.files = files;
        this.processes = processes;
        this.launcherPid = process.pid();
    }

    static OwnedProcess guard(Process process, NodeFiles files, NodeProcesses processes) {
        OwnedProcess owned = new OwnedProcess(process, files, processes);
        Runtime.getRuntime().addShutdownHook(owned.hook);
        return owned;
    }

    /** Leaves the node to itself. */
    void release() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This JVM is ending: the hook does what it was made for.
            return;
        }
    }

    /** Stops the node and waits for its end. */
    void stop() {
        release();
        end();
    }

    private void end() {
        processes.end(files.serverPid(), launcherPid);
        files.forget();
        process.destroyForcibly();
    }
}
