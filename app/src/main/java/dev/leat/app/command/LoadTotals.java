package dev.leat.app.command;

import dev.leat.app.load.LoadReport;
import dev.leat.app.terminal.Summary;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.bulk.BulkReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What the loads of one or several files have done together. Not thread-safe. */
final class LoadTotals {

    private final List<LoadReport> reports = new ArrayList<>();

    void add(LoadReport report) {
        reports.add(report);
    }

    /** Why the last one did not come to its end; null when it did. */
    @Nullable
    LeatException failure() {
        return reports.isEmpty() ? null : reports.getLast().failure();
    }

    /** The lines that earlier runs had loaded. */
    long resumedAtLine() {
        return sum(LoadReport::resumedAtLine);
    }

    /** The files of dead letters. */
    List<Path> letters() {
        List<Path> letters = new ArrayList<>();
        for (LoadReport report : reports) {
            Path file = report.lettersFile();
            if (file != null) {
                letters.add(file);
            }
        }
        return letters;
    }

    Summary summary(String index) {
        long documents = ofBulk(BulkReport::succeeded);
        Duration duration = reports.stream().map(LoadReport::duration).reduce(Duration.ZERO, Duration::plus);
        Summary summary = new Summary()
                .add("documents", documents)
                .add("created", ofBulk(BulkReport::created))
                .add("updated", ofBulk(BulkReport::updated))
                .add("deleted", ofBulk(BulkReport::deleted))
                .add("unchanged", ofBulk(bulk -> bulk.unchanged() + bulk.verified()))
                .add("outdated", sum(LoadReport::outdated))
                .add("rejected", sum(LoadReport::rejected))
                .add("malformed", sum(LoadReport::malformed))
                .addBytes("bytes", sum(LoadReport::bytes))
                .addRate(documents, duration)
                .add("retries", ofBulk(BulkReport::retriedOperations))
                .add("index", index)
                .addForPrograms("complete", failure() == null)
                .addForPrograms("resumed_after_line", resumedAtLine());
        if (!letters().isEmpty()) {
            summary.add("rejected_file", letters().getFirst().toString());
        }
        return summary;
    }

    private long ofBulk(ToLongFunction<BulkReport> value) {
        return sum(report -> value.applyAsLong(report.bulk()));
    }

    private long sum(ToLongFunction<LoadReport> value) {
        return reports.stream().mapToLong(value).sum();
    }
}
