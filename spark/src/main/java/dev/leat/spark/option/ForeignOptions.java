package dev.leat.spark.option;

import dev.leat.elastic.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in our options what somebody says in those of Elasticsearch for Hadoop. What has no meaning here and does no harm
 * is ignored with a warning; what asks for something that is not done is an error.
 */
final class ForeignOptions {

    private static final Logger LOGGER = LoggerFactory.getLogger(ForeignOptions.class);

    /** Theirs with the same values as ours. */
    private static final Map<String, String> SAME = Map.ofEntries(
            Map.entry("es.query", "query"),
            Map.entry("es.read.field.include", "fields"),
            Map.entry("es.read.field.exclude", "exclude-fields"),
            Map.entry("es.read.field.as.array.include", "array-fields"),
            Map.entry("es.read.field.as.array.exclude", "scalar-fields"),
            Map.entry("es.net.http.auth.user", "user"),
            Map.entry("es.net.http.auth.pass", "password"),
            Map.entry("es.net.http.auth.api.key", "api-key"),
            Map.entry("es.security.api.key", "api-key"),
            Map.entry("es.input.max.docs.per.partition", "slice-docs"),
            Map.entry("es.scroll.keepalive", "keep-alive"),
            Map.entry("es.resource", "index"),
            Map.entry("es.resource.read", "index"),
            Map.entry("es.resource.write", "write-index"),
            Map.entry("es.write.operation", "operation"),
            Map.entry("es.mapping.id", "id-column"),
            Map.entry("es.mapping.version", "version-column"),
            Map.entry("es.mapping.version.type", "version-type"),
            Map.entry("es.mapping.routing", "routing-column"),
            Map.entry("es.mapping.exclude", "exclude-columns"),
            Map.entry("es.ingest.pipeline", "pipeline"),
            Map.entry("es.batch.size.bytes", "batch-bytes"),
            Map.entry("es.batch.size.entries", "batch-docs"),
            Map.entry("es.batch.write.refresh", "refresh"));

    /** Used to build the addresses and the certificates. */
    private static final List<String> COMBINED = List.of(
            "es.nodes",
            "es.port",
            "es.nodes.path.prefix",
            "es.net.ssl",
            "es.net.ssl.truststore.location",
            "es.net.ssl.truststore.pass",
            "es.net.ssl.truststore.type");

    /** Of no effect: Leat does so anyway, or has no such thing. */
    private static final List<String> IDLE = List.of(
            "es.nodes.wan.only",
            "es.nodes.discovery",
            "es.nodes.client.only",
            "es.nodes.data.only",
            "es.scroll.size",
            "es.index.read.missing.as.empty",
            "es.http.timeout",
            "es.http.retries",
            "es.read.metadata",
            "es.mapping.date.rich",
            "es.batch.write.retry.count",
            "es.batch.write.retry.wait");

    private final Map<String, String> theirs;
    private final List<Problem> problems;
    private final Map<String, String> ours = new TreeMap<>();

    private ForeignOptions(Map<String, String> theirs, List<Problem> problems) {
        this.theirs = theirs;
        this.problems = problems;
    }

    /** Our options; theirs are those whose names begin with {@code es.}. */
    static Map<String, String> translate(Map<String, String> theirs, List<Problem> problems) {
        ForeignOptions foreign = new ForeignOptions(theirs, problems);
        theirs.forEach(foreign::translate);
        foreign.addresses();
        foreign.certificates();
        return foreign.ours;
    }

    private void translate(String key, String value) {
        String same = SAME.get(key);
        if (same != null) {
            ours.put(same, same.endsWith("index") ? value.replaceAll("/_?doc$", "") : value);
        } else if (key.equals("es.spark.dataframe.write.null")) {
            ours.put("nulls", Boolean.parseBoolean(value) ? "write" : "omit");
        } else if (key.equals("es.index.auto.create") && Boolean.parseBoolean(value)) {
            problems.add(new Problem(key, "indices are not made by a write; make it with its mapping before"));
        } else if (key.equals("es.net.ssl.cert.allow.self.signed") && Boolean.parseBoolean(value)) {
            problems.add(new Problem(key, "certificates are always verified; name the one to trust with 'ca'"));
        } else if (key.startsWith("es.net.ssl.keystore")) {
            problems.add(new Problem(key, "client certificates are not supported here; use an API key"));
        } else if (IDLE.contains(key)) {
            LOGGER.atDebug().addKeyValue("option", key).log("The option has no effect here");
        } else if (!COMBINED.contains(key)) {
            List<String> known = new ArrayList<>(SAME.keySet());
            known.addAll(COMBINED);
            LOGGER.atWarn()
                    .addKeyValue("option", key)
                    .addKeyValue("nearest", Spelling.nearest(key, known).orElse("none"))
                    .log("The option is not known here and has no effect");
        }
    }

    private void addresses() {
        String nodes = theirs.get("es.nodes");
        String port = theirs.getOrDefault("es.port", "9200");
        if (nodes == null) {
            if (theirs.containsKey("es.port")) {
                nodes = "localhost";
            } else {
                return;
            }
        }
        String scheme = Boolean.parseBoolean(theirs.get("es.net.ssl")) ? "https" : "http";
        String prefix = theirs.getOrDefault("es.nodes.path.prefix", "");
        List<String> urls = new ArrayList<>();
        for (String node : nodes.split(",", -1)) {
            String address = node.strip();
            if (!address.isEmpty()) {
                String url = address.contains("://") ? address : scheme + "://" + address;
                boolean hasPort = url.substring(url.indexOf("://") + 3).matches(".*:\\d+(/.*)?");
                urls.add(url + (hasPort ? "" : ":" + port) + prefix);
            }
        }
        ours.put("nodes", String.join(",", urls));
    }

    private void certificates() {
        String location = theirs.get("es.net.ssl.truststore.location");
        if (location != null) {
            @Nullable String password = theirs.get("es.net.ssl.truststore.pass");
            ours.put("ca-text", TrustStore.certificates("es.net.ssl.truststore.location", location, password));
        }
    }
}
