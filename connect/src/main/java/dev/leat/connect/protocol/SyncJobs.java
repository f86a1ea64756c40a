package dev.leat.connect.protocol;

import dev.leat.datastore.Collection;
import dev.leat.datastore.Datastore;
import dev.leat.datastore.document.ConflictException;
import dev.leat.datastore.document.DeleteOutcome;
import dev.leat.datastore.document.MissingException;
import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.document.Stored;
import dev.leat.datastore.query.Query;
import dev.leat.datastore.query.SearchBuilder;
import dev.leat.datastore.update.UpdateBuilder;
import dev.leat.datastore.update.UpdateOutcome;
import dev.leat.elastic.ConfigException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All sync jobs of a cluster. Reads by id see every acknowledged write; lists see what was refreshed, which is a second old
 * at most. A change of status is made on the condition that nobody changed the document meanwhile, and only where the
 * protocol allows it. Thread-safe; calls block, and throw what those of {@link Collection} throw.
 */
public final class SyncJobs {

    /** What a job's metadata says when somebody allows it to delete whatever is gone, however much that is. */
    public static final String ALLOW_DELETES = "leat_allow_deletes";

    private static final Comparator<SyncJob> OLDEST_FIRST = Comparator.comparing(
                    SyncJob::createdAt, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(SyncJob::id);

    private final Collection<SyncJob> documents;
    private final InstantSource clock;
    private final Listing<SyncJob> listing = new Listing<>("sync job", OLDEST_FIRST);

    private SyncJobs(Collection<SyncJob> documents, InstantSource clock) {
        this.documents = documents;
        this.clock = clock;
    }

    /**
     * The jobs of a cluster.
     *
     * @throws dev.leat.datastore.document.MissingCollectionException when their index is not there: see {@link
     *     ProtocolIndices}
     */
    public static SyncJobs open(Datastore datastore, InstantSource clock) {
        return new SyncJobs(datastore.attach(Names.SYNC_JOBS, SyncJob.class), clock);
    }

    /** One job. */
    public Optional<SyncJob> find(String id) {
        return documents.getIfExists(id).map(Stored::value);
    }

    /** All jobs that are meant, the oldest first, however many there are; without those that cannot be read. */
    public List<SyncJob> all(JobFilter filter) {
        return listing.read(search(filter)).documents();
    }

    /**
     * The newest jobs that are meant, the newest first.
     *
     * @param limit up to 10,000
     */
    public List<SyncJob> newest(JobFilter filter, int limit) {
        return search(filter).sort(Names.CREATED_AT + " desc").rows(limit).run().values();
    }

    /** How many jobs there are in each status that has any. */
    public Map<JobStatus, Long> countByStatus(JobFilter filter) {
        Map<JobStatus, Long> counts = new EnumMap<>(JobStatus.class);
        search(filter)
                .facet(Names.STATUS, 100)
                .asMap()
                .forEach((status, count) -> counts.merge(JobStatus.of(status), count, Long::sum));
        return counts;
    }

    private SearchBuilder<SyncJob> search(JobFilter filter) {
        SearchBuilder<SyncJob> search = documents.search(Query.all());
        if (!filter.statuses().isEmpty()) {
            search.filter(Where.isAnyOf(Names.STATUS, wire(filter.statuses())));
        }
        if (!filter.types().isEmpty()) {
            search.filter(Where.isAnyOf(Names.JOB_TYPE, wire(filter.types())));
        }
        if (filter.scope() == JobFilter.Scope.THESE_CONNECTORS) {
            search.filter(Where.isAnyOf(Names.CONNECTOR + "." + Names.ID, filter.connectors()));
        }
        return search;
    }

    private static List<String> wire(java.util.Collection<? extends Enum<?>> constants) {
        return constants.stream()
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Makes what was written so far visible to lists. */
    public void refresh() {
        documents.commit();
    }

    /** Jobs that a worker has and that it has not written to since a moment. */
    List<SyncJob> silentSince(JobFilter filter, Instant moment) {
        Set<JobStatus> running = Set.of(JobStatus.IN_PROGRESS, JobStatus.CANCELING);
        return listing.read(search(filter.withStatuses(running)).filter(Where.isNotAfter(Names.LAST_SEEN, moment)))
                .documents();
    }

    /** Ends jobs that wait for a worker and cannot be read by any of ours, if nobody has written to them since a moment. */
    void endUnreadable(Set<String> connectors, Instant moment) {
        JobFilter waiting = JobFilter.waiting().ofConnectors(connectors);
        Listing.Found<SyncJob> found = listing.read(search(waiting).filter(Where.isNotAfter(Names.LAST_SEEN, moment)));
        OneByOne.forEach(
                found.unreadable(),
                job -> "sync job " + job.id(),
                job -> documents
                        .update(job.id())
                        .set(Names.STATUS, JobStatus.ERROR.wire())
                        .set(Names.ERROR, Connectors.shortened(job.why()))
                        .set(Names.COMPLETED_AT, clock.instant())
                        .run());
    }

    /**
     * Makes a job that somebody asks for.
     *
     * @throws ConfigException when the connector has no index or no service type
     */
    public SyncJob create(Connector connector, JobType type, TriggerMethod trigger) {
        return create(connector, type, trigger, Map.of());
    }

    /** The same, with something said to the service that will run it. */
    public SyncJob create(Connector connector, JobType type, TriggerMethod trigger, Map<String, Object> metadata) {
        SyncJob job = newJob(UUID.randomUUID().toString(), connector, type, trigger, metadata);
        documents.create(job.id(), job, Refresh.NONE);
        return job;
    }

    /** Makes the job of a run that was due; empty when it was made already, by whomever. */
    Optional<SyncJob> createOnce(String id, Connector connector, JobType type) {
        SyncJob job = newJob(id, connector, type, TriggerMethod.SCHEDULED, Map.of());
        try {
            documents.create(id, job, Refresh.NONE);
            return Optional.of(job);
        } catch (ConflictException e) {
            return Optional.empty();
        }
    }

    private SyncJob newJob(
            String id, Connector connector, JobType type, TriggerMethod trigger, Map<String, Object> metadata) {
        requireReady(connector, Names.INDEX_NAME, connector.indexName());
        requireReady(connector, Names.SERVICE_TYPE, connector.serviceType());
        Instant now = clock.instant();
        return new SyncJob(
                id,
                ConnectorSnapshot.of(connector, type),
                type.wire(),
                trigger.wire(),
                JobStatus.PENDING.wire(),
                now,
                null,
                null,
                null,
                null,
                now,
                0,
                0,
                0L,
                0,
                null,
                metadata,
                null,
                Map.of());
    }

    private static void requireReady(Connector connector, String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new ConfigException(
                    field, "connector '" + connector.id() + "' has none, and so can have no sync jobs; set it first");
        }
    }

    /**
     * Writes how far a job is: its worker's sign of life.
     *
     * @return whether the job is still there
     */
    public boolean report(String id, JobCounts counts, Map<String, ? extends @Nullable Object> metadata) {
        UpdateBuilder<SyncJob> update = documents
                .update(id)
                .set(Names.LAST_SEEN, clock.instant())
                .set(Names.INDEXED_DOCUMENT_COUNT, JobCounts.storable(counts.indexed()))
                .set(Names.DELETED_DOCUMENT_COUNT, JobCounts.storable(counts.deleted()))
                .set(Names.INDEXED_DOCUMENT_VOLUME, counts.volume());
        if (!metadata.isEmpty()) {
            update.set(Names.METADATA, metadata);
        }
        return !(update.run() instanceof UpdateOutcome.Missing);
    }

    /**
     * Asks for an end: a job that waits is canceled at once, one that runs is canceled by its worker within seconds, and one
     * that has ended stays as it is.
     *
     * @throws MissingException when there is no such job
     */
    public SyncJob cancel(String id) {
        return change(id, job -> {
            Instant now = clock.instant();
            Changes changes = new Changes().set(Names.CANCELATION_REQUESTED_AT, now);
            if (job.status().isWaiting()) {
                return job.with(changes.set(Names.STATUS, JobStatus.CANCELED.wire())
                        .set(Names.CANCELED_AT, now)
                        .set(Names.COMPLETED_AT, now));
            }
            return job.status().mayBecome(JobStatus.CANCELING)
                    ? job.with(changes.set(Names.STATUS, JobStatus.CANCELING.wire()))
                    : job;
        });
    }

    /** Removes a job's document, whatever its status. */
    public boolean delete(String id) {
        return documents.delete(id, Refresh.NOW) == DeleteOutcome.DELETED;
    }

    /** Changes a job, and begins again when others changed it meanwhile. */
    SyncJob change(String id, UnaryOperator<SyncJob> change) {
        return documents.modify(id, change).value();
    }
}
