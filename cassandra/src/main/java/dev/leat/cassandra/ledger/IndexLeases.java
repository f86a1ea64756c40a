package dev.leat.cassandra.ledger;

import dev.leat.cassandra.index.Access;
import dev.leat.cassandra.index.CasWrite;
import dev.leat.cassandra.index.OwnIndex;
import dev.leat.cassandra.index.StoredDocument;
import dev.leat.cassandra.sync.Checkpoint;
import dev.leat.cassandra.sync.LeaseRegister;
import dev.leat.cassandra.sync.LedgerEntry;
import dev.leat.cassandra.sync.Outcome;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * The lease and the checkpoint of a pair, a document in the index {@code leat-sync-pairs}, which all pairs share.
 * Thread-safe.
 */
public final class IndexLeases implements LeaseRegister {

    /** The name of the index, an alias. */
    public static final String INDEX = "leat-sync-pairs";

    private static final String PROPERTIES =
            "{\"pair\":{\"type\":\"keyword\"},\"owner\":{\"type\":\"keyword\"},\"until\":{\"type\":\"long\"}}";

    private final OwnIndex index;
    private final String pair;

    private IndexLeases(OwnIndex index, String pair) {
        this.index = index;
        this.pair = pair;
    }

    /** The lease of a pair; the index is made when it is missing, unless it is for reading only. */
    public static IndexLeases open(Cluster cluster, String pair, Access access) {
        return new IndexLeases(OwnIndex.open(cluster, INDEX, PROPERTIES, access), pair);
    }

    @Override
    public State read() {
        String id = PairNames.asId(pair);
        StoredDocument document = index.read(List.of(id)).get(id);
        return document == null ? State.initial() : state(document);
    }

    @Override
    public Outcome write(State state) {
        String id = PairNames.asId(pair);
        Map<String, Outcome> outcomes = index.write(List.of(new CasWrite(id, source(state), state.version())));
        return outcomes.getOrDefault(id, new Outcome.Unknown());
    }

    private byte[] source(State state) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringProperty("pair", pair);
            json.writeStringProperty("owner", state.owner());
            json.writeNumberProperty("epoch", state.epoch());
            if (state.until() != LedgerEntry.NO_TIME) {
                json.writeNumberProperty("until", state.until());
            }
            Checkpoint checkpoint = state.checkpoint();
            if (checkpoint != null) {
                json.writeObjectPropertyStart("checkpoint");
                json.writeStringProperty("feed", checkpoint.feed());
                json.writeNumberProperty("watermark", checkpoint.watermark());
                if (checkpoint.scan() != null) {
                    json.writeStringProperty("scan", checkpoint.scan());
                }
                json.writeBooleanProperty("is_copied", checkpoint.isCopied());
                json.writeNumberProperty("reconciled_at", checkpoint.reconciledAt());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static State state(StoredDocument document) {
        JsonNode json = Json.MAPPER.readTree(document.source());
        return new State(
                json.path("owner").asString(""),
                json.path("epoch").asLong(0),
                json.path("until").asLong(LedgerEntry.NO_TIME),
                json.has("checkpoint") ? checkpoint(json.path("checkpoint")) : null,
                document.version());
    }

    private static Checkpoint checkpoint(JsonNode json) {
        @Nullable String scan = json.has("scan") ? json.path("scan").asString() : null;
        return new Checkpoint(
                json.path("feed").asString(""),
                json.path("watermark").asLong(),
                scan,
                json.path("is_copied").asBoolean(false),
                json.path("reconciled_at").asLong());
    }
}
