package dev.leat.local;

import java.net.URI;

/** Tells how it stands with the node of a data directory, from what was noted down and the processes that live. */
final class NodeFinder {
    private NodeFinder() {}

    static NodeState state(NodeFiles files, NodeProcesses processes) {
        NodeRecord record = NodeRecord.read(files.record());
        if (record == null) {
            return new NodeState.Stopped();
        }
        long pid = files.serverPid();
        if (processes.isOurs(pid)) {
            URI url = files.url(record.security());
            return url == null
                    ? new NodeState.Starting(record.version(), pid)
                    : new NodeState.Running(record.version(), url, pid, record.clusterName(), record.security());
        }
        return processes.isOurs(record.launcherPid())
                ? new NodeState.Starting(record.version(), record.launcherPid())
                : new NodeState.Stale(record.version());
    }
}
