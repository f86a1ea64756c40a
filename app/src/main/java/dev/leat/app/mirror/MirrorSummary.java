package dev.leat.app.mirror;

import dev.leat.app.terminal.Quantity;
import dev.leat.app.terminal.Summary;
import dev.leat.app.terminal.Table;
import dev.leat.connect.mirror.Counts;
import dev.leat.connect.mirror.DeadLetterPlace;
import dev.leat.connect.mirror.DeleteOutcome;
import dev.leat.connect.mirror.MirrorReport;
import dev.leat.connect.mirror.Remark;
import dev.leat.connect.mirror.RunMode;
import dev.leat.connect.mirror.ScopeReport;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report of a mirror as people and programs read it. */
public record MirrorSummary(MirrorReport report) {

    /** More scopes than that are for programs. */
    private static final int MAX_SCOPES_SHOWN = 30;

    private static final int MAX_REMARKS_SHOWN = 5;

    /** The numbers of the run. */
    public Summary summary() {
        Counts totals = report.totals();
        Summary summary = new Summary()
                .add("documents", totals.read())
                .add("created", totals.created())
                .add("updated", totals.updated())
                .add("unchanged", totals.unchanged())
                .add("deleted", report.deleted());
        switch (report.deletes()) {
            case DeleteOutcome.Deleted deleted ->
                addUnlessZero(summary, "changed_meanwhile", deleted.changedMeanwhile());
            case DeleteOutcome.Planned planned -> {}
            case DeleteOutcome.Withheld withheld -> summary.add("deletes_withheld", withheld.gone());
        }
        summary.add("rejected", totals.rejected());
        addUnlessZero(summary, "unreadable", totals.failed());
        addUnlessZero(summary, "skipped", totals.skipped());
        addUnlessZero(summary, "duplicates", totals.duplicates());
        summary.addBytes("bytes", totals.bytes())
                .addRate(totals.read(), report.duration())
                .add("index", report.index());
        deadLetters(summary);
        return summary.addForPrograms("complete", report.isComplete())
                .addForPrograms("dry_run", report.mode() == RunMode.DRY_RUN)
                .addForPrograms("attempts", report.attempts())
                .addForPrograms("notes", report.notes())
                .addForPrograms(
                        "scopes",
                        report.scopes().stream().map(MirrorSummary::scope).toList())
                .addForPrograms(
                        "samples",
                        report.remarks().stream().map(MirrorSummary::sample).toList());
    }

    /** The scopes as a table, unless there is one that says no more than the sum, or far too many. */
    public void printScopes(PrintStream out) {
        List<ScopeReport> scopes = report.scopes();
        if (scopes.size() < 2 || scopes.size() > MAX_SCOPES_SHOWN) {
            return;
        }
        Table table = new Table(List.of("scope", "state", "documents", "created", "updated", "unchanged"));
        for (ScopeReport scope : scopes) {
            Counts counts = scope.counts();
            table.add(
                    scope.name(),
                    state(scope),
                    Quantity.count(counts.read()),
                    Quantity.count(counts.created()),
                    Quantity.count(counts.updated()),
                    Quantity.count(counts.unchanged()));
        }
        table.print(out);
        out.println();
    }

    /** What a person has to know beyond the numbers, one line each. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        report.notes().forEach(note -> notes.add("leat: " + note));
        if (report.attempts() > 1) {
            notes.add("leat: went on with an unfinished run; the numbers are those of all its attempts");
        }
        if (report.mode() == RunMode.DRY_RUN) {
            notes.add("leat: this was a dry run, nothing was written" + examples());
        }
        for (ScopeReport scope : report.scopes()) {
            if (scope.state() == ScopeReport.State.FAILED) {
                notes.add("leat: scope '" + scope.name()
                        + "' could not be listed to its end, so nothing of it is deleted: " + scope.reason());
            }
        }
        if (report.deletes() instanceof DeleteOutcome.Withheld withheld) {
            notes.add("leat: " + withheld.message() + " with --allow-deletes");
        }
        problems(notes);
        return notes;
    }

    private void problems(List<String> notes) {
        report.remarks().stream()
                .filter(remark -> isProblem(remark.kind()))
                .limit(MAX_REMARKS_SHOWN)
                .forEach(remark -> notes.add("leat: %s '%s': %s"
                        .formatted(remark.kind().name().toLowerCase(Locale.ROOT), remark.id(), remark.reason())));
        String number = Quantity.count(report.totals().deadLetters());
        switch (report.deadLetters()) {
            case DeadLetterPlace.None none -> {}
            case DeadLetterPlace.InIndex(String index) ->
                notes.add("leat: " + number + " documents could not be read or written; each is in index '" + index
                        + "' with the reason");
            case DeadLetterPlace.InFile(var file, String reason) ->
                notes.add("leat: " + number + " documents could not be read or written; each is in " + file
                        + " with the reason, because the index for them cannot be written: " + reason);
        }
    }

    private static boolean isProblem(Remark.Kind kind) {
        return switch (kind) {
            case REJECTED, FAILED, DUPLICATE -> true;
            case CREATED, UPDATED, DELETED, SKIPPED -> false;
        };
    }

    private String examples() {
        List<String> parts = new ArrayList<>();
        for (Remark.Kind kind : List.of(Remark.Kind.CREATED, Remark.Kind.UPDATED, Remark.Kind.DELETED)) {
            List<String> ids = report.remarks().stream()
                    .filter(remark -> remark.kind() == kind)
                    .limit(MAX_REMARKS_SHOWN)
                    .map(Remark::id)
                    .toList();
            if (!ids.isEmpty()) {
                parts.add(kind.name().toLowerCase(Locale.ROOT) + " for example " + String.join(", ", ids));
            }
        }
        return parts.isEmpty() ? "" : "; would be " + String.join("; ", parts);
    }

    private static String state(ScopeReport scope) {
        if (scope.state() == ScopeReport.State.FAILED) {
            return "failed";
        }
        return switch (scope.start()) {
            case FROM_THE_BEGINNING -> "completed";
            case FROM_A_CHECKPOINT -> "completed, resumed";
            case NOT_READ_AGAIN -> "completed before";
        };
    }

    private void deadLetters(Summary summary) {
        switch (report.deadLetters()) {
            case DeadLetterPlace.None none -> {}
            case DeadLetterPlace.InIndex(String index) -> summary.add("dead_letter_index", index);
            case DeadLetterPlace.InFile(var file, String reason) -> summary.add("dead_letter_file", file.toString());
        }
    }

    private static void addUnlessZero(Summary summary, String key, long value) {
        if (value == 0) {
            summary.addForPrograms(key, value);
        } else {
            summary.add(key, value);
        }
    }

    private static Map<String, @Nullable Object> scope(ScopeReport scope) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("name", scope.name());
        values.put("state", scope.state().name().toLowerCase(Locale.ROOT));
        values.put("start", scope.start().name().toLowerCase(Locale.ROOT));
        values.put("reason", scope.reason());
        values.put("documents", scope.counts().read());
        values.put("created", scope.counts().created());
        values.put("updated", scope.counts().updated());
        values.put("unchanged", scope.counts().unchanged());
        values.put("rejected", scope.counts().rejected());
        values.put("unreadable", scope.counts().failed());
        values.put("skipped", scope.counts().skipped());
        values.put("duplicates", scope.counts().duplicates());
        return values;
    }

    private static Map<String, @Nullable Object> sample(Remark remark) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("kind", remark.kind().name().toLowerCase(Locale.ROOT));
        values.put("scope", remark.scope());
        values.put("id", remark.id());
        values.put("reason", remark.reason());
        return values;
    }
}
