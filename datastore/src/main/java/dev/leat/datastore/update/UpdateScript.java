package dev.leat.datastore.update;

import dev.leat.elastic.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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

    private static final byte[] END = ascii("}}");
    private static final byte[] START = ascii("},\"scripted_upsert\":true,\"upsert\":");

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

    /**
     * The body in the parts that it consists of; the script is the same array every time.
     *
     * @param start what a missing document starts as, before the steps; null when a missing document stays missing
     */
    static List<byte[]> parts(List<Step> steps, Terms terms, byte @Nullable [] start) {
        byte[] parameters = parameters(steps, terms);
        return start == null ? List.of(HEAD, parameters, END) : List.of(HEAD, parameters, START, start, ascii("}"));
    }

    /** The same in one array. */
    static byte[] body(List<Step> steps, Terms terms, byte @Nullable [] start) {
        List<byte[]> parts = parts(steps, terms, start);
        byte[] body = new byte[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, body, at, part.length);
            at += part.length;
        }
        return body;
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
            return compact(new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.startsWith("//"))
                    .collect(Collectors.joining(" ")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }

    /**
     * Leaves out spaces outside of strings where no two words or operators run together. Elasticsearch reads and hashes
     * the whole text for each item of a bulk request, which costs about 2 µs a kilobyte.
     */
    static String compact(String source) {
        StringBuilder text = new StringBuilder(source.length());
        boolean quoted = false;
        boolean space = false;
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (!quoted && c == ' ') {
                space = true;
                continue;
            }
            if (space && !text.isEmpty() && runTogether(text.charAt(text.length() - 1), c)) {
                text.append(' ');
            }
            space = false;
            text.append(c);
            if (c == '\'') {
                quoted = !quoted;
            }
        }
        return text.toString();
    }

    private static boolean runTogether(char before, char after) {
        boolean words = Character.isJavaIdentifierPart(before) && Character.isJavaIdentifierPart(after);
        boolean signs = before == after && (after == '+' || after == '-');
        return words || signs;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
