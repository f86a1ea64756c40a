package dev.leat.local;

import java.net.URI;

/** Tells how it stands with the node of a data directory, from what was noted down and the processes that live. */
final class NodeFinder {
    private NodeFinder() {}

    static NodeState state(NodeFiles files) {
        NodeRecord record = NodeRecord.read(files);
        if (record == null) {
            return new NodeState.Stopped();
        }
        NodeProcesses processes = new NodeProcesses(files, Pause.real());
        ElasticsearchVersion version = record.elasticsearch();
        long pid = files.serverPid();
        if (processes.isOurs(pid)) {
            URI url = new ElasticsearchFiles(files).url(record.security());
            return url == null
                    ? new NodeState.Starting(version, pid)
                    : new NodeState.Running(version, url, pid, record.clusterName(), record.security());
        }
        return processes.isOurs(record.launcherPid())
                ? new NodeState.Starting(version, record.launcherPid())
                : new NodeState.Stale(version);
    }
}
