package dev.leat.cassandra.ledger;

import dev.leat.cassandra.index.StoredDocument;
import dev.leat.cassandra.sync.Fingerprint;
import dev.leat.cassandra.sync.LedgerEntry;
import dev.leat.cassandra.sync.LedgerEntry.Intent;
import dev.leat.cassandra.sync.RowKey;
import dev.leat.cassandra.sync.Side;
import dev.leat.cassandra.sync.Version;
import dev.leat.elastic.Json;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * A ledger entry as JSON. The names are short, since there is one for every key: {@code k} the values of the key where the
 * id does not tell them, {@code a} agreed, {@code t} time, {@code x}, {@code n} and {@code p} of the version of the document
 * (index, sequence number, primary term) and {@code o} the form that it has, {@code i} intent and {@code d} doubts, each with
 * {@code s} side, {@code f} fingerprint, {@code at}, and the version it is over. What is absent or not known is left out.
 */
final class EntryForm {

    private EntryForm() {}

    static byte[] source(LedgerEntry entry, String form) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            if (!entry.key().values().equals(entry.key().id())) {
                json.writeStringProperty("k", entry.key().values());
            }
            if (!entry.agreed().isAbsent()) {
                json.writeStringProperty("a", entry.agreed().text());
            }
            if (entry.time() != LedgerEntry.NO_TIME) {
                json.writeNumberProperty("t", entry.time());
            }
            Version document = entry.document();
            if (document != null) {
                write(document, json);
                json.writeStringProperty("o", form);
            }
            if (entry.intent() != null) {
                json.writeName("i");
                write(entry.intent(), json);
            }
            if (!entry.doubts().isEmpty()) {
                json.writeArrayPropertyStart("d");
                entry.doubts().forEach(doubt -> write(doubt, json));
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void write(Intent intent, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("s", intent.target() == Side.TABLE ? "t" : "i");
        if (!intent.image().isAbsent()) {
            json.writeStringProperty("f", intent.image().text());
        }
        json.writeNumberProperty("at", intent.at());
        Version over = intent.over();
        if (over != null) {
            write(over, json);
        }
        json.writeEndObject();
    }

    private static void write(Version document, JsonGenerator json) {
        json.writeStringProperty("x", document.index());
        json.writeNumberProperty("n", document.sequenceNumber());
        json.writeNumberProperty("p", document.primaryTerm());
    }

    static LedgerEntry entry(StoredDocument document, String form) {
        JsonNode json = Json.MAPPER.readTree(document.source());
        RowKey key = new RowKey(document.id(), json.path("k").asString(document.id()));
        List<Intent> doubts = new ArrayList<>();
        json.path("d").forEach(doubt -> doubts.add(intent(doubt)));
        return new LedgerEntry(
                key,
                fingerprint(json.path("a")),
                json.has("i") ? intent(json.path("i")) : null,
                doubts,
                json.path("t").asLong(LedgerEntry.NO_TIME),
                json.path("o").asString("").equals(form) ? version(json) : null,
                document.version());
    }

    private static @Nullable Version version(JsonNode json) {
        return json.has("x")
                ? new Version(
                        json.path("x").asString(),
                        json.path("n").asLong(),
                        json.path("p").asLong())
                : null;
    }

    private static Intent intent(JsonNode json) {
        Side target = json.path("s").asString().equals("t") ? Side.TABLE : Side.INDEX;
        return new Intent(target, fingerprint(json.path("f")), json.path("at").asLong(), version(json));
    }

    private static Fingerprint fingerprint(JsonNode text) {
        return text.isMissingNode() ? Fingerprint.ABSENT : Fingerprint.parse(text.asString());
    }
}
