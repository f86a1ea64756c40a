package dev.leat.datastore.schema;

import dev.leat.elastic.LeatException;
import java.util.List;
import java.util.stream.Collectors;

/** The collection in the cluster does not fit the schema, and what was allowed does not suffice to make it fit. */
public class SchemaMismatchException extends LeatException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaPlan plan;

    SchemaMismatchException(SchemaPlan plan, List<PlanLine> lines, String advice) {
        super(
                "collection " + plan.collection() + " does not fit its schema: "
                        + lines.stream().map(PlanLine::toString).collect(Collectors.joining("; ")) + "; " + advice,
                null);
        this.plan = plan;
    }

    /** All differences, also those that are no obstacle. */
    public SchemaPlan plan() {
        return plan;
    }
}
