package dev.leat.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One HTTP/1.1 connection with nothing in the way: no pool, no retries, no copies; what no real client can beat. Answers
 * are read into one array that the next request overwrites. For one thread; plain HTTP only.
 */
final class RawHttp implements AutoCloseable {

    private static final int LINE_LIMIT = 64 * 1024;

    private final String host;
    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int position;
    private int filled;
    private byte[] body = new byte[1 << 20];
    private int length;

    RawHttp(URI node) throws IOException {
        if (!"http".equals(node.getScheme())) {
            throw new IOException("the raw peer speaks plain HTTP only, not " + node.getScheme());
        }
        this.host = node.getHost() + ":" + node.getPort();
        this.socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(node.getHost(), node.getPort()), 5_000);
        socket.setSoTimeout(300_000);
        this.out = socket.getOutputStream();
        this.in = socket.getInputStream();
    }

    /** Sends a part of an array and reads the answer, which must be a 200. */
    void send(String method, String path, String contentType, byte[] bytes, int offset, int count) throws IOException {
        String head = method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAccept: application/json\r\n"
                + "Content-Type: " + contentType + "\r\nContent-Length: " + count + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(bytes, offset, count);
        int status = readAnswer();
        if (status != 200) {
            throw new IOException(method + " " + path + " was answered with " + status + ": " + start());
        }
    }

    void sendJson(String method, String path, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        send(method, path, "application/json", bytes, 0, bytes.length);
    }

    /** The answer's bytes; only the first {@link #length()} count, and only until the next request. */
    byte[] body() {
        return body;
    }

    int length() {
        return length;
    }

    String text() {
        return new String(body, 0, length, StandardCharsets.UTF_8);
    }

    /** The first few hundred characters of the answer. */
    String start() {
        return new String(body, 0, Math.min(length, 400), StandardCharsets.UTF_8);
    }

    private int readAnswer() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        long announced = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                announced = Long.parseLong(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
                chunked = true;
            }
        }
        length = 0;
        if (!chunked) {
            read(Math.toIntExact(announced));
            return status;
        }
        for (int chunk = chunkLength(); chunk > 0; chunk = chunkLength()) {
            read(chunk);
            line();
        }
        line();
        return status;
    }

    private int chunkLength() throws IOException {
        return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
    }

    private void read(int count) throws IOException {
        if (length + count > body.length) {
            body = Arrays.copyOf(body, Math.max(length + count, body.length * 2));
        }
        int end = length + count;
        int buffered = Math.min(count, filled - position);
        System.arraycopy(buffer, position, body, length, buffered);
        position += buffered;
        length += buffered;
        while (length < end) {
            int got = in.read(body, length, end - length);
            if (got < 0) {
                throw new EOFException("the connection ended within an answer");
            }
            length += got;
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        while (line.length() < LINE_LIMIT) {
            if (position == filled) {
                filled = in.read(buffer);
                position = 0;
                if (filled < 0) {
                    throw new EOFException("the connection ended before the answer");
                }
            }
            char next = (char) buffer[position++];
            if (next == '\n') {
                return line.toString();
            }
            if (next != '\r') {
                line.append(next);
            }
        }
        throw new IOException("a header line is longer than " + LINE_LIMIT);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
