package dev.leat.connect.service;

import dev.leat.connect.protocol.Connector;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pass of the scheduler: every connector that is served gets a turn, in a thread of its own. A connector whose last turn
 * is not over, or whose source hangs, is left out; those that did not get a place come first in the next pass.
 */
final class SchedulePass implements LoopRunner.Pass {

    private static final Logger LOGGER = LoggerFactory.getLogger(SchedulePass.class);

    private final ServiceParts parts;
    private final Tasks tasks;
    private final Runnable whenJobMade;
    private final Map<String, Turns> turns = new HashMap<>();
    private long passes;

    /** The turns of one connector, and when it had the last. */
    private static final class Turns {
        private final ConnectorTurn turn;
        private long lastPass;

        Turns(ConnectorTurn turn) {
            this.turn = turn;
        }
    }

    SchedulePass(ServiceParts parts, Tasks tasks, Runnable whenJobMade) {
        this.parts = parts;
        this.tasks = tasks;
        this.whenJobMade = whenJobMade;
    }

    @Override
    public void run() throws InterruptedException {
        passes++;
        List<Connector> served = parts.served();
        Map<String, @Nullable String> types = new HashMap<>();
        parts.settings().workload().connectors().forEach(one -> types.put(one.id(), one.serviceType()));
        Set<String> ids = served.stream().map(Connector::id).collect(Collectors.toSet());
        turns.keySet().retainAll(ids);
        for (String id : ids) {
            turns.computeIfAbsent(id, key -> new Turns(new ConnectorTurn(parts, key, types.get(key), whenJobMade)));
        }
        long until =
                parts.waiter().nanoTime() + parts.settings().pace().idling().toNanos();
        List<Map.Entry<String, Turns>> order = turns.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Turns>>comparingLong(entry -> entry.getValue().lastPass)
                        .thenComparing(Map.Entry::getKey))
                .toList();
        for (Map.Entry<String, Turns> entry : order) {
            start(
                    entry.getKey(),
                    entry.getValue(),
                    Duration.ofNanos(until - parts.waiter().nanoTime()));
        }
    }

    private void start(String id, Turns mine, Duration left) throws InterruptedException {
        if (mine.turn.isHanging()) {
            LOGGER.debug("The source of connector '{}' still hangs; it is left out", id);
        } else if (tasks.startWhenFree(id, mine.turn::run, left)) {
            mine.lastPass = passes;
        }
    }
}
