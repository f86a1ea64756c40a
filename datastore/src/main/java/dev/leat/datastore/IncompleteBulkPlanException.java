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
        String why = report.failure() == null
                ? ""
                : "; it was broken off: " + report.failure().getMessage();
        if (failures.isEmpty()) {
            return "a bulk plan did not come to its end; see its report" + why;
        }
        BulkPlanReport.Item first = failures.getFirst();
        return failures.size() + " of " + report.items().size() + " items of a bulk plan did not succeed, first "
                + first.kind() + " of document '" + first.id() + "': " + first.outcome() + "; see the report" + why;
    }

    public BulkPlanReport report() {
        return report;
    }
}
