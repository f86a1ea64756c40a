package dev.leat.cassandra.sync;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A wire to a server that can be cut, or hold back what is sent on it. */
final class Relay implements AutoCloseable {

    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final InetSocketAddress target;
    private volatile boolean isCut;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    Relay(InetSocketAddress target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("relay").start(this::listen);
    }

    /** What to connect to in the server's place. */
    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Ends all connections; new ones end at once. */
    void cut() {
        isCut = true;
        open.forEach(Relay::close);
    }

    void mend() {
        isCut = false;
    }

    /** Holds back what is sent, in both directions. */
    void stall() {
        gate = new CountDownLatch(1);
    }

    /** Lets through what was held back. */
    void flow() {
        gate.countDown();
    }

    @Override
    public void close() {
        flow();
        cut();
        close(listener);
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                if (isCut) {
                    close(client);
                } else {
                    connect(client);
                }
            } catch (IOException e) {
                // The listener was closed, or the server is not there: the client sees its connection end.
                refused.incrementAndGet();
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server = new Socket();
        open.add(server);
        try {
            server.connect(target);
        } catch (IOException e) {
            close(client);
            throw e;
        }
        Thread.ofVirtual().start(() -> carry(client, server));
        Thread.ofVirtual().start(() -> carry(server, client));
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                gate.await();
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // One end is gone: so will be the other.
            close(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("A socket on loopback closes", e);
        }
    }
}
