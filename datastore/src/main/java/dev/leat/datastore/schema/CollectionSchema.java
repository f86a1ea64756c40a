package dev.leat.datastore.schema;

import dev.leat.datastore.schema.IndexAdmin.LiveIndex;
import dev.leat.datastore.schema.MigrationStep.Finished;
import dev.leat.datastore.schema.MigrationStep.Move;
import dev.leat.datastore.schema.MigrationStep.RolledBack;
import dev.leat.datastore.schema.MigrationStep.RollingBack;
import dev.leat.datastore.schema.PlanLine.Kind;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Progress;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The indices of one collection: created, compared with the schema that is wanted, brought in line with it. Whatever
 * changes more than a live mapping takes a lease first, so that one process does it at a time. Thread-safe; blocks.
 */
public final class CollectionSchema {

    private final Cluster cluster;
    private final Schema schema;
    private final String collection;
    private final IndexAdmin admin;
    private final LeaseLock lock;
    private final Migration.Witness witness;

    /** @param schema what is wanted */
    public CollectionSchema(Cluster cluster, Schema schema) {
        this(cluster, schema, LeaseLock.LIFETIME, moment -> {});
    }

    CollectionSchema(Cluster cluster, Schema schema, Duration leaseLifetime, Migration.Witness witness) {
        this.cluster = cluster;
        this.schema = schema;
        this.collection = schema.collection();
        this.admin = new IndexAdmin(cluster, collection);
        this.lock = new LeaseLock(cluster, leaseLifetime);
        this.witness = witness;
    }

    /** What is wanted. */
    public Schema schema() {
        return schema;
    }

    /** The schema that the collection's index records of itself; empty when there is none. */
    public Optional<Schema> findRecorded() {
        LiveIndex live = admin.current();
        return live == null ? Optional.empty() : Schema.recorded(live.mappings());
    }

    /** What it would take to bring the collection in line with its schema; changes nothing. */
    public SchemaPlan plan() {
        LiveIndex live = admin.current();
        if (live == null) {
            PlanLine missing = new PlanLine(Kind.MISSING, collection, "is not there yet", Cost.FREE);
            return new SchemaPlan(collection, null, List.of(missing));
        }
        List<PlanLine> lines = new ArrayList<>(SchemaPlan.of(live, schema).lines());
        ControlDocuments.Entry state = new ControlDocuments(cluster).find(Migration.stateId(collection));
        if (state != null && !MigrationStep.parse(state.json()).isEnd()) {
            String step = MigrationStep.parse(state.json()).word();
            lines.add(new PlanLine(
                    Kind.SETTING,
                    "(migration)",
                    "under way or broken off after step " + step + "; reindex goes on with it",
                    Cost.NEEDS_REINDEX));
        }
        return new SchemaPlan(collection, live.name(), lines);
    }

    /**
     * Makes the collection ready for documents of the schema, as far as the mode allows. Any number of processes may do so
     * at once.
     *
     * @throws SchemaMismatchException when more would have to be done than the mode allows; names the fields
     */
    public void register(SchemaMode mode) {
        if (mode == SchemaMode.NONE) {
            return;
        }
        LiveIndex live = admin.current();
        if (live == null) {
            if (mode == SchemaMode.VALIDATE) {
                SchemaPlan plan = plan();
                throw new SchemaMismatchException(plan, plan.lines(), "register it in a mode that creates it");
            }
            live = create();
        }
        boolean recorded = Schema.recorded(live.mappings())
                .filter(known -> known.fingerprint().equals(schema.fingerprint()))
                .isPresent();
        if (recorded && mode != SchemaMode.VALIDATE) {
            return;
        }
        update(live, mode);
    }

    private LiveIndex create() {
        Generation first = new Generation(collection, 1);
        ObjectNode body = schema.indexBody(first);
        body.withObject("aliases").putObject(collection);
        List<Generation> others = admin.generations();
        Indices.Presence presence = others.isEmpty() ? admin.create(first, body) : Indices.Presence.PRESENT;
        LiveIndex live = admin.current();
        if (live == null) {
            throw new ConfigException(
                    "collection",
                    (presence == Indices.Presence.PRESENT
                                    ? "index " + (others.isEmpty() ? first : others.getLast()) + " exists"
                                    : "index " + first + " was created")
                            + ", but no alias " + collection + " points at it; restore the alias or delete the index");
        }
        return live;
    }

    private void update(LiveIndex live, SchemaMode mode) {
        SchemaPlan plan = SchemaPlan.of(live, schema);
        if (!plan.obstacles().isEmpty()) {
            if (mode != SchemaMode.MIGRATE) {
                throw new SchemaMismatchException(
                        plan, plan.obstacles(), "reindex the collection, or register it in the mode MIGRATE");
            }
            migrateIfNeeded();
            return;
        }
        List<PlanLine> additions = plan.additions();
        if (additions.isEmpty()) {
            return;
        }
        if (mode == SchemaMode.VALIDATE || mode == SchemaMode.CREATE_OR_VALIDATE) {
            throw new SchemaMismatchException(plan, additions, "register it in the mode UPDATE");
        }
        try (Lease lease = lock.acquire(collection)) {
            add(lease);
        }
    }

    /** Of many processes that find at once that a migration is needed, the first does it, and the others then have it. */
    private void migrateIfNeeded() {
        try (Lease lease = lock.acquire(collection)) {
            Migration migration = migration(lease, Progress.none());
            resume(migration);
            SchemaPlan plan = SchemaPlan.of(require(), schema);
            if (plan.obstacles().isEmpty()) {
                add(lease);
            } else {
                move(migration, Loss.REFUSED);
            }
        }
    }

    /** Under the lease, because a migration makes its target from the schema that it began with. */
    private void add(Lease lease) {
        LiveIndex live = require();
        if (!SchemaPlan.of(live, schema).additions().isEmpty()) {
            lease.requireHeld();
            admin.putMapping(live.name(), schema.recordedMapping());
        }
    }

    private LiveIndex require() {
        LiveIndex live = admin.current();
        if (live == null) {
            throw new RejectedException(
                    404,
                    "index_not_found_exception",
                    "collection " + collection + " is not in the cluster: there is no alias of that name");
        }
        return live;
    }

    private Generation current() {
        LiveIndex live = require();
        return Generation.find(collection, live.name())
                .orElseThrow(() -> new ConfigException(
                        "collection",
                        "alias " + collection + " points at index " + live.name() + ", which is none of " + collection
                                + "-g0001 and so on; the datastore does not move foreign indices"));
    }

    /**
     * Does what {@link #plan} shows: adds to the live index what can be added, and copies everything to a new one where
     * that is needed.
     *
     * @return what a migration did; empty when none was needed
     * @throws SchemaMismatchException when stored values would be left behind and that is not accepted
     */
    public Optional<MigrationReport> apply(Loss loss, Progress progress) {
        LiveIndex live = admin.current();
        if (live == null) {
            create();
            return Optional.empty();
        }
        SchemaPlan plan = plan();
        fixReplicas();
        if (plan.cost() == Cost.FREE) {
            try (Lease lease = lock.acquire(collection)) {
                add(lease);
            }
            return Optional.empty();
        }
        return Optional.of(reindex(loss, progress));
    }

    /**
     * Copies all documents to a new index of the wanted schema, and goes on with a migration that was broken off.
     * Writers of the library wait meanwhile, as long as their retry policy lets them; readers go on. The old index is kept.
     *
     * @throws SchemaMismatchException when stored values would be left behind and that is not accepted; nothing was done
     * @throws MigrationFailedException when the documents do not fit; all is as it was
     * @throws dev.leat.elastic.UnavailableException when another process changes the collection, or the cluster went away:
     *     call again to go on; until then writers wait
     */
    public MigrationReport reindex(Loss loss, Progress progress) {
        try (Lease lease = lock.acquire(collection)) {
            Migration migration = migration(lease, progress);
            MigrationStep resumed = resume(migration);
            if (resumed instanceof Finished finished && isWanted(finished.move())) {
                return report(finished);
            }
            return move(migration, loss);
        }
    }

    private MigrationReport move(Migration migration, Loss loss) {
        LiveIndex live = require();
        Generation from = current();
        SchemaPlan plan = SchemaPlan.of(live, schema);
        List<PlanLine> losses =
                plan.lines().stream().filter(line -> line.cost() == Cost.LOSSY).toList();
        if (!losses.isEmpty() && loss == Loss.REFUSED) {
            throw new SchemaMismatchException(plan, losses, "accept the loss to reindex without these fields");
        }
        List<String> left = losses.stream().map(PlanLine::path).toList();
        MigrationStep end = migration.complete(migration.begin(from, schema, left));
        if (end instanceof Finished finished) {
            return report(finished);
        }
        throw new IllegalStateException("a migration ended as " + end.word());
    }

    private static MigrationReport report(Finished finished) {
        return new MigrationReport(
                finished.move().from().index(), finished.move().to().index(), finished.documents());
    }

    private Migration migration(Lease lease, Progress progress) {
        return new Migration(
                admin,
                new ControlDocuments(cluster),
                new GenerationCopy(cluster, progress),
                collection,
                lease,
                witness);
    }

    private boolean isWanted(Move move) {
        return move.schema().fingerprint().equals(schema.fingerprint())
                && Objects.equals(move.schema().layout(), schema.layout());
    }

    /** Brings a migration that was broken off to its end; null when there was none. */
    private @Nullable MigrationStep resume(Migration migration) {
        MigrationStep last = migration.last();
        if (last == null || last.isEnd()) {
            return null;
        }
        return isWanted(last.move()) ? migration.complete(last) : migration.takeBack(last);
    }

    /**
     * Goes back to the index from before the last reindex.
     *
     * @param loss whether writes since then may be lost
     * @return the index that is in use again
     * @throws RejectedException when there is no way back, or it would lose writes and that is not accepted
     */
    public String rollback(Loss loss) {
        try (Lease lease = lock.acquire(collection)) {
            Migration migration = migration(lease, Progress.none());
            if (resume(migration) instanceof RolledBack back) {
                return back.move().from().index();
            }
            if (!(migration.last() instanceof Finished finished)
                    || !current().equals(finished.move().to())
                    || admin.find(finished.move().from()) == null) {
                throw new RejectedException(
                        409, "no_way_back", "collection " + collection + " has no earlier index to go back to");
            }
            MigrationStep end = migration.complete(migration.record(
                    new RollingBack(finished.move(), finished.documents(), finished.sequence(), loss)));
            if (end instanceof Finished) {
                throw new RejectedException(
                        409,
                        "writes_would_be_lost",
                        "collection " + collection + " was written to since it was moved to "
                                + finished.move().to() + "; going back loses these writes, which you have to accept");
            }
            return finished.move().from().index();
        }
    }

    /**
     * Brings the number of shards to the wanted one by a reindex, if it differs.
     *
     * @throws SchemaMismatchException when that would leave stored values behind: reindex then
     */
    public Optional<MigrationReport> fixShards(Progress progress) {
        return require().shards() == schema.layout().shards()
                ? Optional.empty()
                : Optional.of(reindex(Loss.REFUSED, progress));
    }

    /** Brings the number of copies of each shard to the wanted one. */
    public void fixReplicas() {
        LiveIndex live = require();
        admin.putSettings(live.name(), schema.replicaSettings());
        if (!admin.recordsReplicas(live, schema)) {
            try (Lease lease = lock.acquire(collection)) {
                lease.requireHeld();
                admin.recordReplicas(require(), schema);
            }
        }
    }

    /** Removes all documents, those of earlier generations too: the collection is empty and in line with its schema. */
    public void wipe() {
        try (Lease lease = lock.acquire(collection)) {
            Migration migration = migration(lease, Progress.none());
            MigrationStep last = migration.last();
            if (last != null && !last.isEnd()) {
                migration.takeBack(last);
            }
            Generation old = current();
            Generation fresh = migration.nextGeneration(old);
            admin.create(fresh, schema.indexBody(fresh));
            lease.requireHeld();
            admin.swapAndRemove(old, fresh);
            discard(lease);
        }
    }

    /**
     * Removes the indices that were kept for a way back.
     *
     * @return their names
     */
    public List<String> discardOldGenerations() {
        try (Lease lease = lock.acquire(collection)) {
            resume(migration(lease, Progress.none()));
            return discard(lease);
        }
    }

    private List<String> discard(Lease lease) {
        Generation current = current();
        List<String> discarded = new ArrayList<>();
        for (Generation generation : admin.ownGenerations()) {
            if (!generation.equals(current)) {
                lease.requireHeld();
                admin.delete(generation);
                discarded.add(generation.index());
            }
        }
        return discarded;
    }

    /** Writes everything to the disks, and makes it visible to searches. */
    public void commit() {
        commit(cluster, collection);
    }

    /** The same of any collection. */
    public static void commit(Cluster cluster, String collection) {
        new IndexAdmin(cluster, collection).commit();
    }
}
