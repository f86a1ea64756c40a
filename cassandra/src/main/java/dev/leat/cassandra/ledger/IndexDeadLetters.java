package dev.leat.cassandra.ledger;

import dev.leat.cassandra.sync.DeadLetters;
import dev.leat.cassandra.sync.RowKey;
import dev.leat.cassandra.sync.Side;
import dev.leat.elastic.DeadLetter;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * Dead letters in an Elasticsearch index, the one that the connectors use as well. The id of a letter is made of the pair,
 * the side and the key, so one that is refused again and again stays one letter. Thread-safe; blocking.
 */
public final class IndexDeadLetters implements DeadLetters {

    /** The index that all of Leat uses unless it is told otherwise. */
    public static final String INDEX = "leat-dead-letters";

    private final Cluster cluster;
    private final String letters;
    private final String pair;
    private final String index;
    private final InstantSource clock;

    private IndexDeadLetters(Cluster cluster, String letters, String pair, String index, InstantSource clock) {
        this.cluster = cluster;
        this.letters = letters;
        this.pair = pair;
        this.index = index;
        this.clock = clock;
    }

    /**
     * Opens the index of dead letters; makes it when it is missing.
     *
     * @param letters the name of the index
     * @param index the index of the pair
     */
    public static IndexDeadLetters open(
            Cluster cluster, String letters, String pair, String index, InstantSource clock) {
        new Indices(cluster).createIfAbsent(letters, DeadLetter.INDEX_BODY);
        return new IndexDeadLetters(cluster, letters, pair, index, clock);
    }

    @Override
    public void add(RowKey key, Side side, String reason) {
        String what = side == Side.TABLE ? "unmappable_row" : "unmappable_document";
        DeadLetter letter = new DeadLetter("index", index, key.id(), null, 0, what, reason, null);
        ObjectNode document = (ObjectNode) Json.MAPPER.readTree(letter.toJsonLine());
        document.put("scope", pair).put("run", pair).put("at", clock.instant().toString());
        String name = pair + "\0" + side + "\0" + key.id();
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        cluster.perform(Request.of("PUT", "/" + Request.segment(letters) + "/_doc/" + id, Repeat.IDEMPOTENT)
                .withJson(document.toString()));
    }
}
