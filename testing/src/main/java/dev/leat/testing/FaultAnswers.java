package dev.leat.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the proxy answers in the node's place, in the shapes that Elasticsearch and the proxies before it use. */
final class FaultAnswers {
    private FaultAnswers() {}

    /** The error of an item or a request as Elasticsearch words it. */
    static String error(int status) {
        String type = switch (status) {
            case 429 -> "es_rejected_execution_exception";
            case 503 -> "unavailable_shards_exception";
            default -> "exception";
        };
        return "{\"type\":\"" + type + "\",\"reason\":\"injected by the fault proxy\"}";
    }

    static HttpMessage status(Fault.Status fault) {
        List<String> headers = new ArrayList<>();
        if (fault.retryAfterSeconds() != null) {
            headers.add("Retry-After: " + fault.retryAfterSeconds());
        }
        String body = switch (fault.status()) {
            case 429, 503 -> {
                headers.add("X-elastic-product: Elasticsearch");
                headers.add("Content-Type: application/json");
                String error = error(fault.status());
                yield "{\"error\":{\"root_cause\":[" + error + "]," + error.substring(1) + ",\"status\":"
                        + fault.status() + "}";
            }
            case 413 -> "";
            default -> {
                headers.add("Content-Type: text/html");
                yield "<html><head><title>" + fault.status() + "</title></head><body><h1>" + fault.status()
                        + "</h1></body></html>";
            }
        };
        return new HttpMessage(
                "HTTP/1.1 " + fault.status() + " Injected",
                headers,
                new HttpMessage.Body(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** A successful answer with a JSON body. */
    static HttpMessage json(byte[] body) {
        return new HttpMessage(
                "HTTP/1.1 200 OK",
                List.of("X-elastic-product: Elasticsearch", "Content-Type: application/json"),
                new HttpMessage.Body(body));
    }
}
