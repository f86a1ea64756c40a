package dev.leat.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One connection of a client, served by one thread: request after request, each with the fault that is chosen for it. */
final class ProxyConnection implements Runnable {
    private final Socket client;
    private final FaultProxy.Node node;
    private final FaultProxy proxy;
    private @Nullable Socket upstream;
    private @Nullable InputStream upstreamInput;
    // Counts requests; a reset that was ordered for an idle connection is dropped when another request has come.
    private final AtomicLong served = new AtomicLong();
    private volatile boolean idle = true;

    ProxyConnection(Socket client, FaultProxy.Node node, FaultProxy proxy) {
        this.client = client;
        this.node = node;
        this.proxy = proxy;
    }

    boolean isIdle() {
        return idle;
    }

    @Override
    public void run() {
        try {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream(), 1 << 16);
            OutputStream out = client.getOutputStream();
            while (serveNext(in, out)) {
                idle = true;
            }
        } catch (IOException e) {
            // Either side went away, or the proxy closed the sockets: the connection is over.
            proxy.noteBroken();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
            proxy.forget(this);
        }
    }

    private boolean serveNext(InputStream in, OutputStream out) throws IOException, InterruptedException {
        HttpMessage.Head head = HttpMessage.readHead(in);
        if (head == null) {
            return false;
        }
        idle = false;
        served.incrementAndGet();
        String expectation = head.header("Expect");
        if (expectation != null && expectation.equalsIgnoreCase("100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        HttpMessage message = HttpMessage.readRequest(head, in).without(name -> name.equals("expect"));
        ProxiedRequest request = proxy.number(message);
        Fault fault = proxy.policy().choose(request);
        return switch (fault) {
            case Fault.None none -> answer(out, message, forward(message));
            case Fault.DropBeforeSend drop -> {
                proxy.record(request, fault);
                yield false;
            }
            case Fault.DropAfterSend drop -> {
                send(message);
                proxy.record(request, fault);
                yield leaveUpstreamOpen(message.method());
            }
            case Fault.DropAfterAnswer drop -> {
                forward(message);
                proxy.record(request, fault);
                yield false;
            }
            case Fault.Delay delay -> {
                proxy.record(request, fault);
                Thread.sleep(delay.time());
                yield answer(out, message, forward(message));
            }
            case Fault.Status status -> {
                proxy.record(request, fault);
                yield answer(out, message, FaultAnswers.status(status));
            }
            case Fault.Items items -> answer(out, message, withItems(request, message, items));
            case Fault.HalfResponse half -> {
                HttpMessage whole = forward(message);
                proxy.record(request, fault);
                yield sendHalf(out, message, whole);
            }
            case Fault.ResetWhenIdle reset -> {
                boolean goesOn = answer(out, message, forward(message));
                proxy.record(request, fault);
                resetLater(reset.after());
                yield goesOn;
            }
        };
    }

    private HttpMessage forward(HttpMessage request) throws IOException {
        InputStream answers = send(request);
        return HttpMessage.readAnswer(request.method(), answers);
    }

    private InputStream send(HttpMessage request) throws IOException {
        if (upstream == null || upstreamInput == null) {
            upstream = node.connect();
            upstream.setTcpNoDelay(true);
            upstreamInput = new BufferedInputStream(upstream.getInputStream(), 1 << 16);
        }
        OutputStream out = upstream.getOutputStream();
        boolean hasBody = request.body().bytes().length > 0 || request.header("Content-Length") != null;
        out.write(request.headBytes(hasBody));
        out.write(request.body().bytes());
        out.flush();
        return upstreamInput;
    }

    private boolean answer(OutputStream out, HttpMessage request, HttpMessage answer) throws IOException {
        boolean head = request.method().equals("HEAD");
        out.write(answer.headBytes(!head && answer.status() != 204 && answer.status() != 304));
        if (!head) {
            out.write(answer.body().bytes());
        }
        out.flush();
        return !"close".equalsIgnoreCase(request.header("Connection"))
                && !"close".equalsIgnoreCase(answer.header("Connection"));
    }

    private boolean sendHalf(OutputStream out, HttpMessage request, HttpMessage answer) throws IOException {
        byte[] head = answer.headBytes(!request.method().equals("HEAD"));
        byte[] body = answer.body().bytes();
        if (body.length == 0) {
            out.write(head, 0, head.length / 2);
        } else {
            out.write(head);
            out.write(body, 0, body.length / 2);
        }
        out.flush();
        return false;
    }

    private HttpMessage withItems(ProxiedRequest request, HttpMessage message, Fault.Items fault) throws IOException {
        if (!request.isBulk()) {
            return forward(message);
        }
        byte[] plain = message.body().bytes();
        if ("gzip".equalsIgnoreCase(message.header("Content-Encoding"))) {
            plain = new GZIPInputStream(new ByteArrayInputStream(plain)).readAllBytes();
        }
        BulkBody bulk = BulkBody.parse(plain, message.path());
        List<Integer> statuses = new ArrayList<>();
        List<Integer> failing = new ArrayList<>();
        for (int i = 0; i < bulk.items().size(); i++) {
            int status = fault.choice().statusOf(i, bulk.items().get(i).action());
            statuses.add(status);
            if (status != 0) {
                failing.add(i);
            }
        }
        if (failing.isEmpty()) {
            return forward(message);
        }
        if (failing.size() == bulk.items().size()) {
            proxy.record(request, fault, failing);
            return FaultAnswers.json(bulk.merged(statuses, null));
        }
        HttpMessage rest = message.without(name -> name.equals("content-encoding") || name.equals("accept-encoding"))
                .withBody(bulk.forwarded(statuses));
        HttpMessage answer = forward(rest);
        if (answer.status() != 200) {
            return answer;
        }
        proxy.record(request, fault, failing);
        return answer.withBody(bulk.merged(statuses, answer.body().bytes()));
    }

    private void resetLater(Duration after) {
        long number = served.get();
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(after);
                if (served.get() == number) {
                    reset();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Ends the connection with an RST. */
    void reset() {
        try {
            client.setSoLinger(true, 0);
            client.close();
        } catch (IOException e) {
            // It has ended by itself.
            proxy.noteBroken();
        }
    }

    // Closing it would make the node drop a request that it has not read yet.
    private boolean leaveUpstreamOpen(String method) {
        if (upstream != null && upstreamInput != null) {
            Socket left = upstream;
            InputStream answers = upstreamInput;
            upstream = null;
            upstreamInput = null;
            Thread.ofVirtual().start(() -> drain(left, answers, method));
        }
        return false;
    }

    private void drain(Socket socket, InputStream answers, String method) {
        try (socket) {
            HttpMessage.readAnswer(method, answers);
        } catch (IOException e) {
            proxy.noteBroken();
        }
    }

    void close() {
        try {
            client.close();
            if (upstream != null) {
                upstream.close();
            }
        } catch (IOException e) {
            proxy.noteBroken();
        }
    }
}
