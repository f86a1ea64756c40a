package dev.leat.elastic.bulk;

import dev.leat.elastic.DeadLetter;
import java.util.Optional;

/** What became of one operation. */
public sealed interface WriteOutcome {

    /**
     * It took effect.
     *
     * @param version the document's version after it, like the other two {@link #NOT_KNOWN} for a
     *     {@link Result#VERIFIED} delete
     */
    record Written(Result result, long version, long seqNo, long primaryTerm) implements WriteOutcome {}

    /** In what way an operation took effect. */
    enum Result {
        CREATED,
        UPDATED,
        DELETED,

        /** The answer was lost, and what the operation should have brought about was found in place. */
        VERIFIED
    }

    /** Nothing had to be done: an update that changes nothing, or a delete of what is not there. */
    enum Unchanged implements WriteOutcome {
        UNCHANGED
    }

    /**
     * Elasticsearch refused it and always would; nothing was changed.
     *
     * @param status the HTTP status of this one operation
     * @param type such as {@code document_parsing_exception}
     */
    record Rejected(int status, String type, String reason) implements WriteOutcome {}

    /** It was surely not carried out: the writer stopped before. */
    record Unsent(String reason) implements WriteOutcome {}

    /** It may have been carried out, and this could not be found out. */
    record Unknown(String reason) implements WriteOutcome {}

    /** In place of a version or sequence number that nobody knows. */
    long NOT_KNOWN = -1;

    /** The dead letter for an operation that was not written for certain; empty if it was. */
    default Optional<DeadLetter> toDeadLetter(BulkOperation operation) {
        return switch (this) {
            case Written written -> Optional.empty();
            case Unchanged unchanged -> Optional.empty();
            case Rejected rejected -> letter(operation, rejected.status(), rejected.type(), rejected.reason());
            case Unsent unsent -> letter(operation, 0, "unsent", unsent.reason());
            case Unknown unknown -> letter(operation, 0, "unknown_outcome", unknown.reason());
        };
    }

    private static Optional<DeadLetter> letter(BulkOperation operation, int status, String type, String reason) {
        return Optional.of(new DeadLetter(
                operation.action().word(),
                operation.index(),
                operation.id(),
                operation.routing(),
                status,
                type,
                reason,
                operation.source()));
    }
}
