package dev.leat.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A request or an answer of HTTP/1.1, read whole.
 *
 * @param startLine the first line
 * @param headers the header lines
 * @param body the body without the marks of chunks
 */
record HttpMessage(String startLine, List<String> headers, Body body) {
    private static final int LONGEST_HEAD = 1 << 20;

    /** The bytes of a body, as they count. */
    static final class Body {
        private final byte[] bytes;

        Body(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    HttpMessage {
        headers = List.copyOf(headers);
    }

    /** What is read of a message before its body. */
    record Head(String startLine, List<String> headers) {
        @Nullable
        String header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            for (String line : headers) {
                if (line.toLowerCase(Locale.ROOT).startsWith(start)) {
                    return line.substring(start.length()).strip();
                }
            }
            return null;
        }
    }

    /** The head of the next message; nothing when the other side has closed the connection. */
    static @Nullable Head readHead(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        List<String> lines = new ArrayList<>();
        int size = 0;
        while (true) {
            int value = in.read();
            if (value < 0) {
                if (size == 0) {
                    return null;
                }
                throw new EOFException("the head broke off");
            }
            if (++size > LONGEST_HEAD) {
                throw new IOException("the head is too long");
            }
            if (value != '\n') {
                line.write(value);
                continue;
            }
            String text = line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            line.reset();
            if (!text.isEmpty()) {
                lines.add(text);
            } else if (!lines.isEmpty()) {
                return new Head(lines.getFirst(), lines.subList(1, lines.size()));
            }
        }
    }

    static HttpMessage readRequest(Head head, InputStream in) throws IOException {
        return new HttpMessage(head.startLine(), head.headers(), readBody(head, in, false));
    }

    static HttpMessage readAnswer(String method, InputStream in) throws IOException {
        Head head = readHead(in);
        if (head == null) {
            throw new EOFException("no answer");
        }
        int status = Integer.parseInt(head.startLine().split(" ", 3)[1]);
        if (status == 100) {
            return readAnswer(method, in);
        }
        boolean bodiless = method.equals("HEAD") || status == 204 || status == 304;
        return new HttpMessage(
                head.startLine(), head.headers(), bodiless ? new Body(new byte[0]) : readBody(head, in, true));
    }

    private static Body readBody(Head head, InputStream in, boolean mayEndWithConnection) throws IOException {
        String encoding = head.header("Transfer-Encoding");
        if (encoding != null && encoding.toLowerCase(Locale.ROOT).contains("chunked")) {
            return new Body(readChunks(in));
        }
        String length = head.header("Content-Length");
        if (length == null) {
            return new Body(mayEndWithConnection ? in.readAllBytes() : new byte[0]);
        }
        int size = Integer.parseInt(length);
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("the body broke off");
        }
        return new Body(bytes);
    }

    private static byte[] readChunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(readLine(in).split(";", 2)[0].strip(), 16);
            if (size == 0) {
                // Trailers, if there are any, say nothing that matters here.
                String trailer = readLine(in);
                while (!trailer.isEmpty()) {
                    trailer = readLine(in);
                }
                return body.toByteArray();
            }
            byte[] chunk = in.readNBytes(size);
            if (chunk.length < size) {
                throw new EOFException("a chunk broke off");
            }
            body.write(chunk);
            readLine(in);
        }
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int value = in.read(); value != '\n'; value = in.read()) {
            if (value < 0) {
                throw new EOFException("a line broke off");
            }
            line.append((char) value);
        }
        return line.toString().stripTrailing();
    }

    String method() {
        return startLine.split(" ", 3)[0];
    }

    String path() {
        return startLine.split(" ", 3)[1];
    }

    int status() {
        return Integer.parseInt(startLine.split(" ", 3)[1]);
    }

    @Nullable
    String header(String name) {
        return new Head(startLine, headers).header(name);
    }

    /** The same without the headers whose names match, written in lower case. */
    HttpMessage without(Predicate<String> names) {
        List<String> kept = headers.stream()
                .filter(line -> !names.test(line.substring(0, Math.max(0, line.indexOf(':')))
                        .strip()
                        .toLowerCase(Locale.ROOT)))
                .toList();
        return new HttpMessage(startLine, kept, body);
    }

    HttpMessage withBody(byte[] bytes) {
        return new HttpMessage(startLine, headers, new Body(bytes));
    }

    /** The head as it goes over the wire, with the length of the body as it is now. */
    byte[] headBytes(boolean announceLength) {
        HttpMessage plain = announceLength
                ? without(name -> name.equals("content-length") || name.equals("transfer-encoding"))
                : this;
        StringBuilder text = new StringBuilder(plain.startLine).append("\r\n");
        plain.headers.forEach(line -> text.append(line).append("\r\n"));
        if (announceLength) {
            text.append("Content-Length: ").append(body.bytes().length).append("\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
