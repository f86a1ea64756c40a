package dev.leat.sources.networkdrive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.SocketFactory;

/**
 * Makes the socket of one connection and notices when the other side is gone. The client itself calls such a connection
 * open until its own farewell has timed out, and whoever asks meanwhile waits in vain. Thread-safe.
 */
final class WatchedSockets extends SocketFactory {

    private static final int CONNECT_MILLIS = 30_000;

    private final AtomicBoolean lost = new AtomicBoolean();

    /** Whether the other side is gone. */
    boolean isLost() {
        return lost.get();
    }

    @Override
    public Socket createSocket() {
        return new WatchedSocket(lost);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    private Socket connected(InetSocketAddress address) throws IOException {
        Socket socket = new WatchedSocket(lost);
        try {
            socket.connect(address, CONNECT_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static final class WatchedSocket extends Socket {

        private final AtomicBoolean lost;

        WatchedSocket(AtomicBoolean lost) {
            this.lost = lost;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new WatchedStream(super.getInputStream(), lost);
        }
    }

    private static final class WatchedStream extends FilterInputStream {

        private final AtomicBoolean lost;

        WatchedStream(InputStream in, AtomicBoolean lost) {
            super(in);
            this.lost = lost;
        }

        @Override
        public int read() throws IOException {
            return noticed(super::read);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return noticed(() -> super.read(bytes, offset, length));
        }

        private int noticed(Reading reading) throws IOException {
            boolean alive = false;
            try {
                int result = reading.read();
                alive = result >= 0;
                return result;
            } finally {
                if (!alive) {
                    lost.set(true);
                }
            }
        }

        @FunctionalInterface
        private interface Reading {
            int read() throws IOException;
        }
    }
}
