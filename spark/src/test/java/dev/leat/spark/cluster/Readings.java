package dev.leat.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.cluster.Body;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The index of the example, and what is known of it without Spark. */
final class Readings {

    static final String INDEX = "readings";

    private static final Pattern OPEN_CONTEXTS = Pattern.compile("\"open_contexts\":(\\d+)");
    private static final List<String> RIVERS = List.of("Dart", "Exe", "Taw", "Teign", "Torridge", "Walkham", "Yealm");
    private static final int NUMBER = 20_000;
    private static final int FLOOD = 400;

    private Readings() {}

    private static String river(int reading) {
        return RIVERS.get(reading % RIVERS.size());
    }

    private static int level(int reading) {
        return (int) (reading * 7_919L % 997);
    }

    /** Makes the index. */
    static void fill(Cluster cluster) {
        cluster.perform(Request.of("PUT", "/" + INDEX, Repeat.IDEMPOTENT)
                .withJson(
                        "{\"settings\":{\"number_of_shards\":3,\"number_of_replicas\":0},\"mappings\":{\"properties\":{"
                                + "\"river\":{\"type\":\"keyword\"},\"level\":{\"type\":\"integer\"}}}}"));
        List<byte[]> lines = new ArrayList<>();
        for (int reading = 0; reading < NUMBER; reading++) {
            lines.add(("{\"index\":{\"_id\":\"" + reading + "\"}}\n{\"river\":\"" + river(reading) + "\",\"level\":"
                            + level(reading) + "}\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        byte[] answer = cluster.perform(Request.of("POST", "/" + INDEX + "/_bulk", Repeat.IDEMPOTENT)
                        .withParameter("refresh", "true")
                        .withBody(Body.ndjson(lines)))
                .body();
        assertThat(new String(answer, StandardCharsets.UTF_8)).contains("\"errors\":false");
    }

    /** The table that the example writes. */
    static List<String> floods() {
        List<String> table = new ArrayList<>(List.of("river,readings,highest,excess"));
        for (String river : RIVERS) {
            int[] levels = levelsOfFloods()
                    .filter(reading -> river(reading).equals(river))
                    .map(Readings::level)
                    .toArray();
            table.add(river + "," + levels.length + ","
                    + IntStream.of(levels).max().orElseThrow() + ","
                    + IntStream.of(levels).map(level -> level - FLOOD).sum());
        }
        return table;
    }

    /** How many documents the example reads. */
    static long numberOfFloods() {
        return levelsOfFloods().count();
    }

    private static IntStream levelsOfFloods() {
        return IntStream.range(0, NUMBER).filter(reading -> level(reading) > FLOOD);
    }

    /** How many snapshots and other searches the nodes hold open. */
    static int openContexts(Cluster cluster) {
        String stats = new String(
                cluster.perform(Request.read("GET", "/_nodes/stats/indices/search"))
                        .body(),
                StandardCharsets.UTF_8);
        return OPEN_CONTEXTS
                .matcher(stats)
                .results()
                .map(MatchResult::group)
                .mapToInt(found -> Integer.parseInt(found.replaceAll("\\D", "")))
                .sum();
    }
}
