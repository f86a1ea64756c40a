package dev.leat.elastic.cluster;

import dev.leat.elastic.Waiter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The nodes of a cluster, in turn. A node that was not reached is left out for a second, and twice as long each time it
 * fails again, up to half a minute; when all are left out, the one that is due first is tried. Thread-safe.
 */
final class NodePool {

    private static final long FIRST_REST = Duration.ofSeconds(1).toNanos();
    private static final int MOST_DOUBLINGS = 5;

    private final List<Node> nodes;
    private final Waiter waiter;
    private final AtomicInteger turn = new AtomicInteger();

    NodePool(List<URI> uris, Waiter waiter) {
        long now = waiter.nanoTime();
        this.nodes = uris.stream().map(uri -> new Node(uri, now)).toList();
        this.waiter = waiter;
    }

    /** The node whose turn it is. */
    URI next() {
        long now = waiter.nanoTime();
        int start = turn.getAndUpdate(t -> (t + 1) % nodes.size());
        Node first = nodes.get(start);
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get((start + i) % nodes.size());
            long wait = node.restsUntil.get() - now;
            if (wait <= 0) {
                return node.uri;
            }
            if (wait < first.restsUntil.get() - now) {
                first = node;
            }
        }
        return first.uri;
    }

    void answered(URI uri) {
        Node node = of(uri);
        if (node.failures.get() != 0) {
            node.failures.set(0);
            node.restsUntil.set(waiter.nanoTime());
        }
    }

    void failed(URI uri) {
        Node node = of(uri);
        int failures = node.failures.getAndUpdate(f -> Math.min(f + 1, MOST_DOUBLINGS));
        node.restsUntil.set(waiter.nanoTime() + (FIRST_REST << failures));
    }

    private Node of(URI uri) {
        for (Node node : nodes) {
            if (node.uri.equals(uri)) {
                return node;
            }
        }
        throw new IllegalArgumentException("not a node of this pool: " + uri);
    }

    private static final class Node {
        private final URI uri;
        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicLong restsUntil;

        Node(URI uri, long now) {
            this.uri = uri;
            this.restsUntil = new AtomicLong(now);
        }
    }
}
