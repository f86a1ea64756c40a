package dev.leat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 proxy on loopback in front of a node, which breaks what a {@link FaultPolicy} tells it to break. For plain
 * HTTP; connections are kept alive, bodies may be chunked or compressed. Thread-safe.
 *
 * <p>It counts and records what it injected. A request that a fault was chosen for, but that broke for another reason
 * before, is not counted.
 */
public final class FaultProxy implements AutoCloseable {
    private final Node node;
    private final int port;
    private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
    private final Queue<Injection> injections = new ConcurrentLinkedQueue<>();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicInteger broken = new AtomicInteger();
    private final ReentrantLock listening = new ReentrantLock();
    private volatile FaultPolicy policy = FaultPolicy.none();
    private @Nullable ServerSocket server;
    private Thread listener;

    /** The way to the node. */
    @FunctionalInterface
    interface Node {
        Socket connect() throws IOException;
    }

    private FaultProxy(Node node, ServerSocket server) {
        this.node = node;
        this.port = server.getLocalPort();
        this.server = server;
        this.listener = listen(server);
    }

    /** A proxy in front of a node, without faults at first. */
    public static FaultProxy before(URI node) {
        return new FaultProxy(() -> new Socket(node.getHost(), node.getPort()), bind(0));
    }

    /** The same in front of the node of the tests; where that one has security, plain HTTP comes in and TLS goes out. */
    public static FaultProxy before(TestElasticsearch elasticsearch) {
        return new FaultProxy(elasticsearch::socket, bind(0));
    }

    private static ServerSocket bind(int port) {
        try {
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on port " + port, e);
        }
    }

    private Thread listen(ServerSocket socket) {
        return Thread.ofVirtual().name("fault-proxy").start(() -> {
            try {
                while (true) {
                    Socket client = socket.accept();
                    ProxyConnection connection = new ProxyConnection(client, node, this);
                    connections.add(connection);
                    Thread.ofVirtual().start(connection);
                }
            } catch (IOException e) {
                // The socket was closed: no more connections.
                noteBroken();
            }
        });
    }

    /** The address to talk to instead of the node's. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Chooses the faults from now on. */
    public void inject(FaultPolicy changed) {
        policy = changed;
    }

    /** No more faults from now on. */
    public void heal() {
        inject(FaultPolicy.none());
    }

    /** Stops listening and closes every connection, also those with a request under way: as if the node were gone. */
    public void refuseConnections() {
        listening.lock();
        try {
            if (server != null) {
                server.close();
                server = null;
                // The port is given up only when the virtual thread that waits in accept has come back from there.
                listener.join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot stop listening", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listening.unlock();
        }
        connections.forEach(ProxyConnection::close);
    }

    /** Listens again on the same port. */
    public void acceptConnections() {
        listening.lock();
        try {
            if (server == null) {
                server = bind(port);
                listener = listen(server);
            }
        } finally {
            listening.unlock();
        }
    }

    /**
     * Resets (RST) every connection that has no request under way.
     *
     * @return how many
     */
    public int resetIdleConnections() {
        List<ProxyConnection> idle =
                connections.stream().filter(ProxyConnection::isIdle).toList();
        idle.forEach(ProxyConnection::reset);
        return idle.size();
    }

    /** How many requests have come in. */
    public long requests() {
        return requests.get();
    }

    /** How many connections are open. */
    public int connections() {
        return connections.size();
    }

    /** Everything that was injected, in the order of its injection. */
    public List<Injection> injections() {
        return List.copyOf(injections);
    }

    /** How many faults of that kind were injected; {@link Fault.Kind#ITEMS} counts requests. */
    public long injected(Fault.Kind kind) {
        return injections.stream().filter(injection -> injection.kind() == kind).count();
    }

    /** How many faults were injected, by kind; kinds that did not occur are left out. */
    public Map<Fault.Kind, Long> counts() {
        Map<Fault.Kind, Long> counts = new EnumMap<>(Fault.Kind.class);
        injections.forEach(injection -> counts.merge(injection.kind(), 1L, Long::sum));
        return counts;
    }

    /** How many items of bulk requests were made to fail. */
    public long failedItems() {
        return injections.stream()
                .mapToLong(injection -> injection.items().size())
                .sum();
    }

    FaultPolicy policy() {
        return policy;
    }

    ProxiedRequest number(HttpMessage message) {
        return new ProxiedRequest(
                requests.incrementAndGet(),
                message.method(),
                message.path(),
                message.body().bytes().length);
    }

    void record(ProxiedRequest request, Fault fault) {
        record(request, fault, List.of());
    }

    void record(ProxiedRequest request, Fault fault, List<Integer> items) {
        injections.add(new Injection(request, fault.kind(), items));
    }

    /** Connections that ended in another way than by the end of their requests. */
    void noteBroken() {
        broken.incrementAndGet();
    }

    void forget(ProxyConnection connection) {
        connections.remove(connection);
    }

    @Override
    public void close() {
        refuseConnections();
    }
}
