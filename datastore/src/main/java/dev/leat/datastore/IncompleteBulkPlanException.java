package dev.leat.datastore;

import dev.leat.elastic.LeatException;
import java.util.List;

/** Some items of a bulk plan did not succeed; the report says which, and why. The others took effect. */
public final class IncompleteBulkPlanException extends LeatException {

    private static final long serialVersionUID = 1L;

    private final transient BulkPlanReport report;

    IncompleteBulkPlanException(BulkPlanReport report) {
        super(message(report), report.failure());
        this.report = report;
    }

    private static String message(BulkPlanReport report) {
        List<BulkPlanReport.Item> failures = report.failures();
        if (failures.isEmpty()) {
            return "a bulk plan was broken off; see its report";
        }
        BulkPlanReport.Item first = failures.getFirst();
        return failures.size() + " of " + report.items().size() + " items of a bulk plan did not succeed, first "
                + first.kind() + " of document '" + first.id() + "': " + first.outcome() + "; see the report";
    }

    public BulkPlanReport report() {
        return report;
    }
}
