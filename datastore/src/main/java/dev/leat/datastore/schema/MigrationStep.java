package dev.leat.datastore.schema;

import dev.leat.elastic.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far a migration is: what was done, written down before the next thing is begun. What comes next follows from the
 * step alone, and may be done twice.
 */
sealed interface MigrationStep {

    Move move();

    /** Whether nothing is left to do. */
    default boolean isEnd() {
        return switch (this) {
            case Planned planned -> false;
            case Blocked blocked -> false;
            case Created created -> false;
            case Copied copied -> false;
            case Verified verified -> false;
            case Swapped swapped -> false;
            case Abandoning abandoning -> false;
            case RollingBack rollingBack -> false;
            case Finished finished -> true;
            case Abandoned abandoned -> true;
            case RolledBack rolledBack -> true;
        };
    }

    /**
     * From where to where.
     *
     * @param schema of the target
     * @param left paths of fields that are left behind
     */
    record Move(Generation from, Generation to, Schema schema, List<String> left) {

        public Move {
            left = List.copyOf(left);
        }
    }

    /** Nothing has been done yet. */
    record Planned(Move move) implements MigrationStep {}

    /** The source takes no writes. */
    record Blocked(Move move) implements MigrationStep {}

    /** The target is there, empty or in part copied. */
    record Created(Move move) implements MigrationStep {}

    /** The target holds a copy of everything. */
    record Copied(Move move) implements MigrationStep {}

    /**
     * The copy was compared with the source, id by id and content by content.
     *
     * @param documents how many
     * @param sequence of the target, which tells whether it was written to later
     */
    record Verified(Move move, long documents, long sequence) implements MigrationStep {}

    /** The alias points at the target. */
    record Swapped(Move move, long documents, long sequence) implements MigrationStep {}

    /** All done; the source is kept, blocked, for a way back. */
    record Finished(Move move, long documents, long sequence) implements MigrationStep {}

    /** It cannot be done: the source is to take writes again and the target to go. */
    record Abandoning(Move move) implements MigrationStep {}

    /** As if nothing had been. */
    record Abandoned(Move move) implements MigrationStep {}

    /**
     * On the way back to the source.
     *
     * @param loss whether writes to the target since the swap may be lost
     */
    record RollingBack(Move move, long documents, long sequence, Loss loss) implements MigrationStep {}

    /** Back at the source; the target is kept, blocked. */
    record RolledBack(Move move) implements MigrationStep {}

    /** The word that the state document has for it. */
    default String word() {
        return getClass().getSimpleName();
    }

    /** The state document. */
    default ObjectNode toJson(long term) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("step", word());
        json.put("term", term);
        json.put("collection", move().from().collection());
        json.put("from", move().from().number());
        json.put("to", move().to().number());
        json.set("schema", move().schema().toNode());
        ArrayNode left = json.putArray("left");
        move().left().forEach(left::add);
        switch (this) {
            case Verified verified -> count(json, verified.documents(), verified.sequence());
            case Swapped swapped -> count(json, swapped.documents(), swapped.sequence());
            case Finished finished -> count(json, finished.documents(), finished.sequence());
            case RollingBack back -> {
                count(json, back.documents(), back.sequence());
                json.put("loss", back.loss().name());
            }
            case Planned ignored -> {}
            case Blocked ignored -> {}
            case Created ignored -> {}
            case Copied ignored -> {}
            case Abandoning ignored -> {}
            case Abandoned ignored -> {}
            case RolledBack ignored -> {}
        }
        return json;
    }

    private static void count(ObjectNode json, long documents, long sequence) {
        json.put("documents", documents);
        json.put("sequence", sequence);
    }

    /** Reads a state document. */
    static MigrationStep parse(JsonNode json) {
        String collection = json.path("collection").asString("");
        List<String> left = new ArrayList<>();
        json.path("left").forEach(path -> left.add(path.asString("")));
        Move move = new Move(
                new Generation(collection, json.path("from").asInt()),
                new Generation(collection, json.path("to").asInt()),
                Schema.parse(json.path("schema")),
                left);
        long documents = json.path("documents").asLong(0);
        long sequence = json.path("sequence").asLong(0);
        String word = json.path("step").asString("");
        return switch (word) {
            case "Planned" -> new Planned(move);
            case "Blocked" -> new Blocked(move);
            case "Created" -> new Created(move);
            case "Copied" -> new Copied(move);
            case "Verified" -> new Verified(move, documents, sequence);
            case "Swapped" -> new Swapped(move, documents, sequence);
            case "Finished" -> new Finished(move, documents, sequence);
            case "Abandoning" -> new Abandoning(move);
            case "Abandoned" -> new Abandoned(move);
            case "RollingBack" ->
                new RollingBack(
                        move,
                        documents,
                        sequence,
                        Loss.valueOf(json.path("loss").asString("REFUSED")));
            case "RolledBack" -> new RolledBack(move);
            default ->
                throw new IllegalStateException(
                        "index " + ControlDocuments.INDEX + " knows a migration of " + collection + " at step '" + word
                                + "', which this version does not; use the newest version of all in use");
        };
    }
}
