package dev.leat.testing;

/**
 * What is known of a request when its fault is chosen.
 *
 * @param number its number among all requests of the proxy, from 1
 * @param method such as {@code POST}
 * @param path with the query, such as {@code /_bulk?refresh=true}
 * @param bodyBytes the size of its body
 */
public record ProxiedRequest(long number, String method, String path, int bodyBytes) {
    /** Whether this is a {@code _bulk} request. */
    public boolean isBulk() {
        int query = path.indexOf('?');
        return (query < 0 ? path : path.substring(0, query)).endsWith("/_bulk");
    }
}
