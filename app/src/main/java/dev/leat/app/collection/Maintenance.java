package dev.leat.app.collection;

import dev.leat.app.collection.KnownCollections.Known;
import dev.leat.app.terminal.Confirmation;
import dev.leat.app.terminal.ProgressBars;
import dev.leat.app.terminal.ProgressBars.ClosableProgress;
import dev.leat.app.terminal.Quantity;
import dev.leat.app.terminal.Summary;
import dev.leat.app.terminal.Terminal;
import dev.leat.datastore.schema.CollectionSchema;
import dev.leat.datastore.schema.CollectionState;
import dev.leat.datastore.schema.Layout;
import dev.leat.datastore.schema.Loss;
import dev.leat.datastore.schema.MigrationEnd;
import dev.leat.datastore.schema.MigrationReport;
import dev.leat.datastore.schema.PlanLine;
import dev.leat.datastore.schema.Schema;
import dev.leat.datastore.schema.SchemaMismatchException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is done to one collection by its name alone, with the schema that it records. */
public final class Maintenance {

    private final Cluster cluster;
    private final Terminal terminal;
    private final KnownCollections collections;

    public Maintenance(Cluster cluster, Terminal terminal) {
        this.cluster = cluster;
        this.terminal = terminal;
        this.collections = new KnownCollections(cluster);
    }

    /** Whether a person still has to say yes to what destroys data. */
    public enum Consent {
        ASK,
        GIVEN
    }

    /** Ends a migration that was broken off; where there is none, copies the collection to a new index. */
    public Summary reindex(String name, Loss loss) {
        Known known = collections.require(name);
        if (known.state().pending() != null) {
            Optional<MigrationEnd> end =
                    migrate(name, progress -> collections.catalog().resume(name, progress));
            if (end.isPresent()) {
                return ended(name, end.get());
            }
        }
        CollectionSchema collection = new CollectionSchema(cluster, known.recorded());
        return moved(name, refusing(name, () -> migrate(name, progress -> collection.reindex(loss, progress))));
    }

    /** Takes back a migration that was broken off; where there is none, goes back to the index from before the last. */
    public Summary rollback(String name, Loss loss) {
        Known known = collections.require(name);
        if (known.state().pending() != null) {
            MigrationEnd end = migrate(name, progress -> collections.catalog().takeBack(name))
                    .orElse(null);
            if (end != null && end.kind() != MigrationEnd.Kind.MOVED) {
                return ended(name, end);
            }
        }
        String left = collections.require(name).index();
        CollectionSchema collection = new CollectionSchema(cluster, known.recorded());
        try {
            String index = Migrating.run(name, () -> collection.rollback(loss));
            return result(name, "rolled_back", index).add("from", left);
        } catch (RejectedException e) {
            if (e.type().equals("writes_would_be_lost")) {
                throw new RejectedException(e.status(), e.type(), e.getMessage() + " with --accept-loss");
            }
            throw e;
        }
    }

    /** Removes the indices that are kept for a way back; empty when the person says no. */
    public Optional<Summary> discardOld(String name, Consent consent) {
        Known known = collections.require(name);
        KnownCollections.requireNoMigration(known, null);
        List<String> others = known.state().others();
        String consequence = "This removes " + String.join(", ", others) + ", after which collection " + name
                + " cannot be rolled back";
        if (!others.isEmpty() && consent == Consent.ASK && !new Confirmation(terminal).isGiven(consequence)) {
            return Optional.empty();
        }
        List<String> removed = others.isEmpty() ? List.of() : discard(known);
        return Optional.of(removed(result(name, removed.isEmpty() ? "nothing" : "discarded", known.index()), removed));
    }

    private List<String> discard(Known known) {
        CollectionSchema collection = new CollectionSchema(cluster, known.recorded());
        return Migrating.run(known.state().collection(), collection::discardOldGenerations);
    }

    /**
     * Copies the collection to an index of another number of shards.
     *
     * @param shards null for the number that is recorded
     */
    public Summary shards(String name, @Nullable Integer shards) {
        Known known = collections.require(name);
        Layout layout = known.recorded().layout();
        Schema wanted = known.recorded().withLayout(shards == null ? layout : layout.withShards(shards));
        KnownCollections.requireNoMigration(known, wanted);
        CollectionSchema collection = new CollectionSchema(cluster, wanted);
        Optional<MigrationReport> report = refusing(name, () -> migrate(name, collection::fixShards));
        return report.map(moved -> moved(name, moved))
                .orElseGet(() -> result(name, "nothing", known.index()))
                .add("shards", wanted.layout().shards());
    }

    /** Brings the number of copies of each shard back to the one that is recorded. */
    public Summary replicas(String name) {
        return replicas(collections.require(name), Function.identity());
    }

    /**
     * Changes the number of copies of each shard.
     *
     * @param replicas null for one where the cluster has a second node for it, else none
     */
    public Summary replicas(String name, @Nullable Integer replicas) {
        return replicas(collections.require(name), layout -> new Layout(layout.shards(), replicas));
    }

    private Summary replicas(Known known, Function<Layout, Layout> change) {
        KnownCollections.requireNoMigration(known, null);
        Schema wanted =
                known.recorded().withLayout(change.apply(known.recorded().layout()));
        new CollectionSchema(cluster, wanted).fixReplicas();
        String name = known.state().collection();
        CollectionState after = collections.require(name).state();
        return result(name, "changed", known.index())
                .add("replicas", after.replicas())
                .add("replicas_auto", after.autoReplicas(), after.autoReplicas() ? "yes" : "no");
    }

    /** Removes all documents of all indices of the collection; empty when the person says no. */
    public Optional<Summary> wipe(String name, Consent consent) {
        Known known = collections.require(name);
        if (consent == Consent.ASK && !new Confirmation(terminal).isTyped(consequence(known), name)) {
            return Optional.empty();
        }
        Migrating.run(name, () -> {
            new CollectionSchema(cluster, known.recorded()).wipe();
            return known;
        });
        List<String> removed = new ArrayList<>(known.state().others());
        removed.add(known.index());
        Summary result = result(name, "wiped", collections.require(name).index());
        Long documents = known.state().documents();
        if (documents != null) {
            result.add("documents", documents);
        }
        return Optional.of(removed(result, removed.stream().sorted().toList()));
    }

    private static String consequence(Known known) {
        CollectionState state = known.state();
        Long documents = state.documents();
        String others = state.others().isEmpty()
                ? ""
                : " and those of its other indices (" + String.join(", ", state.others()) + ")";
        return "This destroys " + number(documents)
                + " of collection " + state.collection() + " (" + known.index() + ")" + others + " for ever"
                + (state.archived() == null ? "" : "; its archive stays");
    }

    private static String number(@Nullable Long documents) {
        if (documents == null || documents == 0) {
            return documents == null ? "all documents" : "the index, which holds no documents,";
        }
        return documents == 1 ? "the only document" : "all " + Quantity.count(documents) + " documents";
    }

    /** Shows how far it is, which only copying can tell. */
    private <T> T migrate(String name, Function<ClosableProgress, T> migration) {
        try (ClosableProgress progress = ProgressBars.open(terminal, name, "docs", 1)) {
            progress.note("waiting for its turn");
            return Migrating.run(name, () -> migration.apply(progress));
        }
    }

    private static <T> T refusing(String name, Supplier<T> migration) {
        try {
            return migration.get();
        } catch (SchemaMismatchException e) {
            String lost = e.plan().lines().stream()
                    .filter(line -> line.kind() == PlanLine.Kind.REMOVED)
                    .map(PlanLine::path)
                    .collect(Collectors.joining(", "));
            throw new RejectedException(
                    409,
                    "loss_refused",
                    "collection " + name + " has fields that its schema does not have: " + lost
                            + "; nothing was done: 'leat collection reindex " + name
                            + " --accept-loss' leaves them behind with their values");
        }
    }

    private static Summary result(String name, String done, String index) {
        return new Summary()
                .add("collection", name)
                .add("done", done, done.replace('_', ' '))
                .add("index", index);
    }

    private static Summary moved(String name, MigrationReport report) {
        return result(name, "moved", report.to()).add("from", report.from()).add("documents", report.documents());
    }

    private static Summary ended(String name, MigrationEnd end) {
        boolean isMoved = end.kind() == MigrationEnd.Kind.MOVED;
        Summary result = result(name, end.kind().name().toLowerCase(Locale.ROOT), end.index())
                .add("from", isMoved ? end.from() : end.to());
        return isMoved ? result.add("documents", end.documents()) : result;
    }

    private static Summary removed(Summary result, List<String> removed) {
        return result.add("removed", removed, removed.isEmpty() ? "none" : String.join(", ", removed));
    }
}
