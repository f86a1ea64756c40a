package dev.leat.elastic.cluster;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request to the cluster's REST API.
 *
 * @param path begins with a slash; its parts are encoded already (see {@link #segment})
 * @param parameters of the query string, not encoded
 * @param expected statuses outside 2xx that are answers and not errors, such as 404 for "is it there?"
 * @param opaqueId sent as {@code X-Opaque-Id}: by it the cluster's task list and slow logs name the request
 * @param timeout how long the connection may be silent before the answer counts as lost; null for the cluster's setting
 * @param verification how to find out what happened when the answer to a {@link Repeat#ONCE} request was lost
 * @param maxAnswerBytes a larger answer is broken off and counts as lost
 */
public record Request(
        String method,
        String path,
        Map<String, String> parameters,
        @Nullable Body body,
        Repeat repeat,
        Set<Integer> expected,
        @Nullable String opaqueId,
        @Nullable Duration timeout,
        @Nullable Verification verification,
        long maxAnswerBytes) {

    public Request {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with a slash: " + path);
        }
        parameters = Map.copyOf(parameters);
        expected = Set.copyOf(expected);
    }

    public static Request of(String method, String path, Repeat repeat) {
        return new Request(method, path, Map.of(), null, repeat, Set.of(), null, null, null, Long.MAX_VALUE);
    }

    /** A request that changes nothing, so that it may be sent as often as needed. */
    public static Request read(String method, String path) {
        return of(method, path, Repeat.READ);
    }

    /** One segment of a path, such as the name of an index or an id, encoded. */
    public static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public Request withBody(Body body) {
        return new Request(
                method, path, parameters, body, repeat, expected, opaqueId, timeout, verification, maxAnswerBytes);
    }

    public Request withJson(String json) {
        return withBody(Body.json(json));
    }

    public Request withParameter(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.put(name, value);
        return new Request(method, path, all, body, repeat, expected, opaqueId, timeout, verification, maxAnswerBytes);
    }

    public Request expecting(Integer... statuses) {
        return new Request(
                method,
                path,
                parameters,
                body,
                repeat,
                Set.of(statuses),
                opaqueId,
                timeout,
                verification,
                maxAnswerBytes);
    }

    public Request withOpaqueId(String id) {
        return new Request(method, path, parameters, body, repeat, expected, id, timeout, verification, maxAnswerBytes);
    }

    public Request withTimeout(Duration timeout) {
        return new Request(
                method, path, parameters, body, repeat, expected, opaqueId, timeout, verification, maxAnswerBytes);
    }

    /** An answer larger than that is broken off, and counts as lost: what the caller has room for. */
    public Request withMaxAnswerBytes(long maxAnswerBytes) {
        return new Request(
                method, path, parameters, body, repeat, expected, opaqueId, timeout, verification, maxAnswerBytes);
    }

    public Request verifiedBy(Verification verification) {
        return new Request(
                method, path, parameters, body, repeat, expected, opaqueId, timeout, verification, maxAnswerBytes);
    }

    /** Method and path, for messages; never the body. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
