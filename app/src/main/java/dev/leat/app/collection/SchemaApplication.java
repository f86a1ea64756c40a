package dev.leat.app.collection;

import dev.leat.app.collection.KnownCollections.Known;
import dev.leat.app.terminal.ProgressBars;
import dev.leat.app.terminal.ProgressBars.ClosableProgress;
import dev.leat.app.terminal.Quantity;
import dev.leat.app.terminal.Summary;
import dev.leat.app.terminal.Terminal;
import dev.leat.datastore.schema.CollectionSchema;
import dev.leat.datastore.schema.Cost;
import dev.leat.datastore.schema.Loss;
import dev.leat.datastore.schema.MigrationReport;
import dev.leat.datastore.schema.PlanLine;
import dev.leat.datastore.schema.Schema;
import dev.leat.datastore.schema.SchemaPlan;
import dev.leat.elastic.Progress;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings collections in line with schemas, one after the other. All are looked at before anything is done: one that would
 * lose values against the will of the user stops them all.
 */
public final class SchemaApplication {

    private final Cluster cluster;
    private final Terminal terminal;
    private final Loss loss;
    private final List<Task> tasks = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();

    /** @param loss whether fields that are not wanted any more may be left behind with their values */
    public SchemaApplication(Cluster cluster, Terminal terminal, Loss loss) {
        this.cluster = cluster;
        this.terminal = terminal;
        this.loss = loss;
    }

    /** What was done to a collection: created, changed, moved or nothing. */
    private record Result(
            String collection,
            String done,
            @Nullable String index,
            @Nullable MigrationReport report) {}

    private record Task(CollectionSchema collection, SchemaPlan plan) {}

    /**
     * Finds out what there is to do.
     *
     * @param file schemas; null for those that the collections record
     * @param only names of collections to confine it to; all when empty
     * @throws RejectedException when values would be lost and that is not accepted; nothing was done
     */
    public void prepare(@Nullable Path file, List<String> only) throws IOException {
        KnownCollections collections = new KnownCollections(cluster);
        for (Schema schema : collections.wanted(file, only, terminal::note)) {
            Optional<Known> known = collections.find(schema.collection());
            known.ifPresent(there -> KnownCollections.requireNoMigration(there, file == null ? null : schema));
            CollectionSchema collection = new CollectionSchema(cluster, schema);
            tasks.add(new Task(collection, collection.plan()));
        }
        tasks.forEach(this::requireNoLoss);
    }

    /** Does it. */
    public void run() {
        for (Task task : tasks) {
            results.add(apply(task));
        }
    }

    private void requireNoLoss(Task task) {
        if (loss == Loss.ACCEPTED || task.plan().cost() != Cost.LOSSY) {
            return;
        }
        String lost = task.plan().lines().stream()
                .filter(line -> line.cost() == Cost.LOSSY)
                .map(PlanLine::path)
                .collect(Collectors.joining(", "));
        throw new RejectedException(
                409,
                "loss_refused",
                "collection " + task.plan().collection() + " has fields that its schema does not have: " + lost
                        + "; nothing was done: --accept-loss leaves them behind with their values");
    }

    private Result apply(Task task) {
        SchemaPlan plan = task.plan();
        String name = plan.collection();
        if (plan.isEmpty()) {
            return new Result(name, "nothing", plan.index(), null);
        }
        return migrate(task)
                .map(report -> new Result(name, "moved", report.to(), report))
                .orElseGet(() -> new Result(
                        name,
                        plan.index() == null ? "created" : "changed",
                        task.collection().plan().index(),
                        null));
    }

    private Optional<MigrationReport> migrate(Task task) {
        String name = task.plan().collection();
        if (task.plan().cost() == Cost.FREE) {
            return Migrating.run(name, () -> task.collection().apply(loss, Progress.none()));
        }
        try (ClosableProgress progress = ProgressBars.open(terminal, "apply " + name, "docs", 1)) {
            progress.note("waiting for its turn");
            return Migrating.run(name, () -> task.collection().apply(loss, progress));
        }
    }

    /** Prints what was done so far, also after a failure. */
    public void print(Summary.Format format) {
        switch (format) {
            case JSON ->
                new Summary()
                        .addForPrograms(
                                "collections",
                                results.stream().map(SchemaApplication::json).toList())
                        .print(terminal.out(), format);
            case TABLE -> results.forEach(result -> terminal.out().println(text(result)));
        }
    }

    private static String text(Result result) {
        MigrationReport report = result.report();
        String detail = report == null
                ? result.done() + (result.done().equals("nothing") ? " to do" : "")
                : "moved from " + report.from() + ", " + Quantity.count(report.documents()) + " documents";
        return result.collection() + " (" + result.index() + "): " + detail;
    }

    private static Map<String, @Nullable Object> json(Result result) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("collection", result.collection());
        json.put("done", result.done());
        json.put("index", result.index());
        MigrationReport report = result.report();
        json.put("from", report == null ? null : report.from());
        json.put("documents", report == null ? null : report.documents());
        return json;
    }
}
