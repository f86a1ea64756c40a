package dev.leat.elastic.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.elastic.Json;
import dev.leat.elastic.bulk.WriteOutcome.Rejected;
import dev.leat.elastic.bulk.WriteOutcome.Result;
import dev.leat.elastic.bulk.WriteOutcome.Unchanged;
import dev.leat.elastic.bulk.WriteOutcome.Unknown;
import dev.leat.elastic.bulk.WriteOutcome.Unsent;
import dev.leat.elastic.bulk.WriteOutcome.Written;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one document can be, judging by the outcomes reported so far. Usually that is one state; an unknown outcome makes
 * two of it, and later reports tell which was right. A report that fits none is a wrong report. The document has no other
 * writer than the one under test, so versions rise by exactly one: an operation applied twice shows.
 */
final class DocumentModel {

    private static final long ANY = -1;
    private static final long NEVER = -1;

    /**
     * @param content null when absent
     * @param version of the document, or the one that its deletion left behind; {@link #NEVER} when there never was any
     * @param seqNo {@link #ANY} when not known
     */
    private record State(@Nullable JsonNode content, long version, long seqNo) {}

    private Set<State> states = Set.of(new State(null, NEVER, ANY));

    /** Takes a report in. */
    void reported(BulkOperation operation, WriteOutcome outcome) {
        Set<State> next = new LinkedHashSet<>();
        for (State state : states) {
            switch (outcome) {
                case Written written -> addWritten(state, operation, written, next);
                case Unchanged unchanged -> {
                    if (operation.action() == Action.DELETE && state.content() == null && accepts(state, operation)) {
                        next.add(new State(null, versionAfter(state, operation), ANY));
                    }
                }
                case Rejected rejected -> {
                    if (isRefused(state, operation, rejected.status())) {
                        next.add(state);
                    }
                }
                case Unknown unknown -> {
                    next.add(state);
                    if (accepts(state, operation)) {
                        State applied = applied(state, operation, ANY);
                        next.add(applied);
                    }
                }
                case Unsent unsent -> next.add(state);
            }
        }
        assertThat(next)
                .as("%s was reported as %s, but the document could only be %s", describe(operation), outcome, states)
                .isNotEmpty();
        states = next;
    }

    private static String describe(BulkOperation operation) {
        return operation + " " + operation.guard();
    }

    private static void addWritten(State state, BulkOperation operation, Written written, Set<State> next) {
        boolean absentDelete = operation.action() == Action.DELETE && state.content() == null;
        if (absentDelete && written.result() == Result.VERIFIED) {
            // Found absent: the delete may have left a version behind, or not have arrived at all.
            next.add(state);
            if (accepts(state, operation)) {
                next.add(applied(state, operation, ANY));
            }
            return;
        }
        if (absentDelete || !accepts(state, operation)) {
            return;
        }
        State after = applied(state, operation, written.seqNo());
        boolean versionFits = written.version() == WriteOutcome.NOT_KNOWN || written.version() == after.version();
        boolean resultFits = switch (written.result()) {
            case CREATED -> state.content() == null;
            case UPDATED -> state.content() != null && after.content() != null;
            case DELETED -> after.content() == null;
            case VERIFIED -> true;
        };
        if (versionFits && resultFits) {
            next.add(after);
        }
    }

    private static boolean accepts(State state, BulkOperation operation) {
        boolean present = state.content() != null;
        return switch (operation.guard()) {
            case Guard.ExternalVersion guard -> guard.version() > state.version();
            case Guard.ExternalVersionOrEqual guard -> guard.version() >= state.version();
            case Guard.IfSeqNo guard -> present && (state.seqNo() == ANY || state.seqNo() == guard.seqNo());
            case Guard.None none ->
                switch (operation.action()) {
                    case INDEX, DELETE -> true;
                    case CREATE -> !present;
                    case UPDATE -> present;
                };
        };
    }

    private static boolean isRefused(State state, BulkOperation operation, int status) {
        if (status == 413) {
            return true;
        }
        if (operation.action() == Action.UPDATE) {
            return status == 404 && state.content() == null;
        }
        boolean seqNoUnknown = operation.guard() instanceof Guard.IfSeqNo && state.seqNo() == ANY;
        return status == 409 && (!accepts(state, operation) || seqNoUnknown);
    }

    private static long versionAfter(State state, BulkOperation operation) {
        return switch (operation.guard()) {
            case Guard.ExternalVersion guard -> guard.version();
            case Guard.ExternalVersionOrEqual guard -> guard.version();
            case Guard.IfSeqNo guard -> state.version() + 1;
            case Guard.None none -> Math.max(state.version(), 0) + 1;
        };
    }

    private static State applied(State state, BulkOperation operation, long seqNo) {
        long version = versionAfter(state, operation);
        return switch (operation.action()) {
            case INDEX, CREATE -> new State(Json.MAPPER.readTree(source(operation)), version, seqNo);
            case UPDATE -> new State(updated(state.content(), operation), version, seqNo);
            case DELETE -> new State(null, version, ANY);
        };
    }

    private static JsonNode updated(@Nullable JsonNode content, BulkOperation operation) {
        ObjectNode changed = (ObjectNode) Objects.requireNonNull(content).deepCopy();
        JsonNode body = Json.MAPPER.readTree(source(operation));
        if (body.has("script")) {
            changed.put("n", changed.path("n").asInt(0) + 1);
        } else {
            body.path("doc").properties().forEach(field -> changed.set(field.getKey(), field.getValue()));
        }
        return changed;
    }

    private static byte[] source(BulkOperation operation) {
        return Objects.requireNonNull(operation.source());
    }

    /** Whether that is what the document can be in the end. */
    boolean canBe(@Nullable JsonNode content, long version) {
        return states.stream()
                .anyMatch(state ->
                        Objects.equals(state.content(), content) && (content == null || state.version() == version));
    }

    /** How many states are left: 1 unless something stayed unknown. */
    int possibilities() {
        return states.size();
    }

    @Override
    public String toString() {
        return states.toString();
    }
}
