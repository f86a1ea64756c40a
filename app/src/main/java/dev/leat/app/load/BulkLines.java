package dev.leat.app.load;

import dev.leat.elastic.Json;
import dev.leat.elastic.bulk.BulkOperation;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Lines of the bulk API: an action, then its source. The index is the one that is loaded into, whatever the action names;
 * an {@code index} or {@code create} without an id gets one from the input.
 */
final class BulkLines implements LineParser {

    /** What an action may say besides; what would change its meaning if left out is refused. */
    private static final Set<String> KNOWN =
            Set.of("_index", "_id", "routing", "_routing", "_type", "require_alias", "retry_on_conflict");

    private static final Set<String> OTHER = Set.of(
            "version", "version_type", "if_seq_no", "if_primary_term", "pipeline", "dynamic_templates", "op_type");

    private final String index;
    private final DocumentIds ids;
    private final JsonScanner sourceScanner = new JsonScanner();

    BulkLines(String index, DocumentIds ids) {
        this.index = index;
        this.ids = ids;
    }

    /** Whether a line of one member named after an action is an action, and no document that has such a field. */
    static boolean isAction(JsonScanner line) {
        if (line.firstByte(0) != '{') {
            return false;
        }
        JsonNode meta = Json.MAPPER.readTree(line.copyValue(0));
        return meta.propertyNames().stream().allMatch(name -> KNOWN.contains(name) || OTHER.contains(name));
    }

    @Override
    public BulkOperation parse(LineReader line, JsonScanner json) throws MalformedLineException, IOException {
        JsonNode meta = meta(json);
        String action = json.name(0);
        JsonNode given = meta.path("_id");
        String routing = text(meta.has("routing") ? meta.path("routing") : meta.path("_routing"));
        if (given.isMissingNode() || given.isNull()) {
            if (action.equals("update") || action.equals("delete")) {
                throw new MalformedLineException("the action \"" + action + "\" names no \"_id\"");
            }
            // Such an id belongs to this line alone: to index it is to create it, and to do so twice does no harm.
            String id = ids.next(line);
            return BulkOperation.index(index, id, source(line)).withRouting(routing);
        }
        String id = given.asString();
        BulkOperation operation = switch (action) {
            case "index" -> BulkOperation.index(index, id, source(line));
            case "create" -> BulkOperation.create(index, id, source(line));
            case "update" -> BulkOperation.update(index, id, source(line));
            default -> BulkOperation.delete(index, id);
        };
        return operation.withRouting(routing);
    }

    private static JsonNode meta(JsonScanner json) throws MalformedLineException {
        Set<String> actions = Set.of("index", "create", "update", "delete");
        if (json.memberCount() != 1 || !actions.contains(json.name(0)) || json.firstByte(0) != '{') {
            throw new MalformedLineException(
                    "an action is expected, such as {\"index\":{\"_id\":\"1\"}}, as in the first line");
        }
        JsonNode meta = Json.MAPPER.readTree(json.copyValue(0));
        for (String name : meta.propertyNames()) {
            if (!KNOWN.contains(name)) {
                throw new MalformedLineException("the action has \"" + name + "\", which a load cannot keep to");
            }
        }
        return meta;
    }

    private byte[] source(LineReader line) throws MalformedLineException, IOException {
        if (!line.advance()) {
            throw new MalformedLineException("the input ends after an action that needs a source line");
        }
        sourceScanner.scan(line.buffer(), line.start(), line.end());
        return line.copy();
    }

    private static @Nullable String text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? null : node.asString();
    }
}
