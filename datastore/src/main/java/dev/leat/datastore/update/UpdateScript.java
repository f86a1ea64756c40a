package dev.leat.datastore.update;

import dev.leat.elastic.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * The bodies of update requests: the one script that carries out every update, always the same text, and the parameters
 * that say what it is to do. Immutable and thread-safe.
 */
final class UpdateScript {

    private static final String RESOURCE = "update.painless";

    /** Begins the reason of every refusal by the script. */
    private static final String REFUSAL = "leat: ";

    private static final String OTHER_INDEX = " is another index";
    private static final String FORGOTTEN = "leat: too many operations came since";

    /** The beginning of every body, up to where the parameters stand. */
    private static final byte[] HEAD = head();

    private UpdateScript() {}

    /**
     * What the script is told besides the steps.
     *
     * @param id null when carrying the steps out twice does no harm
     * @param since for a writer that may send it again without saying so: see {@link OperationNotes#find}
     * @param index the only index that the update is meant for; null for any
     */
    record Terms(
            @Nullable OperationId id,
            @Nullable Long since,
            @Nullable String index) {

        static final Terms NONE = new Terms(null, null, null);
    }

    /** @param start what a missing document starts as, before the steps; null when a missing document stays missing */
    static byte[] body(List<Step> steps, Terms terms, byte @Nullable [] start) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(HEAD.length + 256);
        body.writeBytes(HEAD);
        body.writeBytes(parameters(steps, terms));
        body.write('}');
        if (start != null) {
            body.writeBytes(ascii(",\"scripted_upsert\":true,\"upsert\":"));
            body.writeBytes(start);
        }
        body.write('}');
        return body.toByteArray();
    }

    private static byte[] parameters(List<Step> steps, Terms terms) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("steps");
            steps.forEach(step -> write(step, json));
            json.writeEndArray();
            OperationId id = terms.id();
            if (id != null) {
                json.writeObjectPropertyStart("id");
                json.writeStringProperty("lane", id.lane());
                json.writeNumberProperty("number", id.number());
                if (terms.since() != null) {
                    json.writeNumberProperty("since", terms.since());
                }
                json.writeEndObject();
            }
            if (terms.index() != null) {
                json.writeStringProperty("index", terms.index());
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void write(Step step, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("verb", step.verb().name());
        json.writeArrayPropertyStart("path");
        step.path().forEach(json::writeString);
        json.writeEndArray();
        json.writeName("value");
        Json.MAPPER.writeTree(json, step.value());
        if (step.order() == Step.Order.MOMENTS) {
            json.writeBooleanProperty("dates", true);
        }
        json.writeEndObject();
    }

    /** Whether the script was carried out in another index than it was meant for; nothing was changed. */
    static boolean isOtherIndex(String reason) {
        return reason.endsWith(OTHER_INDEX);
    }

    /** Whether the document has forgotten too much for the script to tell that it arrives the first time. */
    static boolean isForgotten(String reason) {
        return reason.endsWith(FORGOTTEN);
    }

    /** Why the script itself refused an update, out of the reason that Elasticsearch gives; empty if it was not that. */
    static Optional<String> refusal(String reason) {
        int mark = reason.lastIndexOf(REFUSAL);
        return mark < 0 ? Optional.empty() : Optional.of(reason.substring(mark + REFUSAL.length()));
    }

    private static byte[] head() {
        return ascii("{\"script\":{\"lang\":\"painless\",\"source\":\""
                + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text()))
                + "\",\"params\":");
    }

    /** The script as it is sent: without comments and what only serves the eye. */
    static String text() {
        try (InputStream resource = UpdateScript.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            StringBuilder text = new StringBuilder();
            new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("//"))
                    .forEach(line -> text.append(line).append('\n'));
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
