package dev.leat.datastore;

import dev.leat.elastic.bulk.WriteOutcome;

/** What became of one item of a {@link BulkPlan}. */
public sealed interface PlanOutcome {

    /** It took effect. */
    record Written(WriteOutcome.Result result) implements PlanOutcome {}

    /** The document was as the item would have left it, or a document to be deleted was not there. */
    record Unchanged() implements PlanOutcome {}

    /** There is no document to update. */
    record Missing() implements PlanOutcome {}

    /** The document to be created exists, or others changed it all the while. */
    record Conflict(String reason) implements PlanOutcome {}

    /** Refused, and it always would be: by the update script, the access scope, or Elasticsearch. */
    record Rejected(String reason) implements PlanOutcome {}

    /** It surely was not carried out, as the cluster stayed away. */
    record NotSent(String reason) implements PlanOutcome {}

    /** It may have been carried out: look before you repeat it. */
    record Unknown(String reason) implements PlanOutcome {}

    /** Whether the document is now as the item wanted it. */
    default boolean isSuccess() {
        return this instanceof Written || this instanceof Unchanged;
    }
}
