package dev.leat.datastore;

import dev.leat.elastic.LeatException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a bulk plan, item by item.
 *
 * @param items in the order of the plan
 * @param failure what broke the plan off; the items that it kept from being sent say so; null if it was gone through
 */
public record BulkPlanReport(List<Item> items, @Nullable LeatException failure) {

    public BulkPlanReport {
        items = List.copyOf(items);
    }

    /** What an item was to do. */
    public enum Kind {
        CREATE,
        SAVE,
        UPDATE,
        UPSERT,
        DELETE
    }

    /** One item of the plan. */
    public record Item(Kind kind, String id, PlanOutcome outcome) {}

    /** Whether every document is now as the plan wanted it. */
    public boolean isComplete() {
        return failure == null && failures().isEmpty();
    }

    /** The items that did not succeed, in the order of the plan. */
    public List<Item> failures() {
        return items.stream().filter(item -> !item.outcome().isSuccess()).toList();
    }

    /** What broke the plan off. */
    public Optional<LeatException> findFailure() {
        return Optional.ofNullable(failure);
    }

    /**
     * This report, if it is complete.
     *
     * @throws IncompleteBulkPlanException if not
     */
    public BulkPlanReport orThrow() {
        if (!isComplete()) {
            throw new IncompleteBulkPlanException(this);
        }
        return this;
    }
}
