package dev.leat.connect.protocol;

import dev.leat.datastore.Collection;
import dev.leat.datastore.Datastore;
import dev.leat.datastore.document.DocumentId;
import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.document.Stored;
import dev.leat.datastore.query.Query;
import dev.leat.elastic.ConfigException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All connectors of a cluster. Reads by id see every acknowledged write; lists see what was refreshed, which is a second
 * old at most. Every change is made on the condition that nobody changed the document meanwhile, and begins again
 * otherwise; fields that are not known here stay. Thread-safe; calls block, and throw what those of {@link Collection}
 * throw.
 *
 * <p>Only the documents are used: the {@code _connector} API that full distributions offer beside them changes the same
 * fields, but takes no condition on a version.
 */
public final class Connectors {

    /** A keyword takes 32,766 bytes and is refused beyond; what a person reads of an error is far less. */
    private static final int LONGEST_ERROR = 4_000;

    private final Collection<Connector> documents;
    private final InstantSource clock;
    private final Listing<Connector> listing = new Listing<>("connector", Comparator.comparing(Connector::id));

    private Connectors(Collection<Connector> documents, InstantSource clock) {
        this.documents = documents;
        this.clock = clock;
    }

    /**
     * The connectors of a cluster.
     *
     * @throws dev.leat.datastore.document.MissingCollectionException when their index is not there: see {@link
     *     ProtocolIndices}
     */
    public static Connectors open(Datastore datastore, InstantSource clock) {
        return new Connectors(datastore.attach(Names.CONNECTORS, Connector.class), clock);
    }

    /** One connector; also one that counts as deleted. */
    public Optional<Connector> find(String id) {
        return documents.getIfExists(id).map(Stored::value);
    }

    /** All that do not count as deleted, by their ids, however many there are; without those that cannot be read. */
    public List<Connector> all() {
        return listing.read(documents.search(Query.all()).filter(Where.notDeleted()))
                .documents();
    }

    /**
     * Those that a service takes care of; never deleted ones. One that cannot be read is left out, and says so in its
     * document.
     *
     * @param ids of its configuration
     * @param serviceTypes all connectors of which it takes, but for those that Elastic ran itself; empty outside of the
     *     worker mode
     */
    public List<Connector> supported(Set<String> ids, Set<String> serviceTypes) {
        Listing.Found<Connector> found = listing.read(
                documents.search(Where.isSupported(ids, serviceTypes)).filter(Where.notDeleted()));
        OneByOne.forEach(found.unreadable(), connector -> "connector " + connector.id(), this::report);
        return found.documents();
    }

    /** A part of the document is all that can be written of it: the rest is what nobody here understands. */
    private void report(Listing.Unreadable<Connector> unreadable) {
        Connector rest = unreadable.rest();
        String error = shortened(unreadable.why());
        if (rest != null && (rest.status() != ConnectorStatus.ERROR || !Objects.equals(error, rest.error()))) {
            documents
                    .update(unreadable.id())
                    .set(Names.STATUS, ConnectorStatus.ERROR.wire())
                    .set(Names.ERROR, error)
                    .run();
        }
    }

    /** Those of these ids that are there, also those that count as deleted; sees every acknowledged write. */
    Set<String> existing(Set<String> ids) {
        List<String> askable = ids.stream().filter(Connectors::canBeThere).toList();
        return documents.multiExists(askable).entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Whether a text can be an id: jobs of other programs may name what they like. */
    private static boolean canBeThere(String id) {
        try {
            DocumentId.require(id);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Makes a connector. Of two that are made for one index at the same moment, both may succeed, as with the API of
     * Elasticsearch.
     *
     * @throws ConfigException when its id is taken, or another connector writes to its index
     * @throws dev.leat.datastore.document.ConflictException when somebody makes one of that id at the same time
     */
    public Connector create(NewConnector connector) {
        requireCreatable(connector);
        Connector document = connector.document(clock.instant());
        documents.create(document.id(), document, Refresh.NOW);
        return document;
    }

    /**
     * Checks that a connector could be made now.
     *
     * @throws ConfigException when its id is taken, or another connector writes to its index
     */
    public void requireCreatable(NewConnector connector) {
        if (documents.exists(connector.id())) {
            throw new ConfigException(
                    Names.ID, "'" + connector.id() + "' is the id of another connector; take another one");
        }
        if (connector.indexName() != null) {
            requireFree(connector.indexName());
        }
    }

    private void requireFree(String index) {
        try (Stream<Connector> users =
                documents.search(Where.isAnyOf(Names.INDEX_NAME, List.of(index))).filter(Where.notDeleted()).stream()) {
            users.findFirst().ifPresent(user -> {
                throw new ConfigException(
                        Names.INDEX_NAME,
                        "index '" + index + "' belongs to connector " + user.id()
                                + "; take another index, or delete that connector");
            });
        }
    }

    /**
     * Changes a connector; a function of its document, called again when others changed it meanwhile.
     *
     * @throws dev.leat.datastore.document.MissingException when there is none of that id
     */
    public Connector update(String id, UnaryOperator<Connector> change) {
        return documents.modify(id, change).value();
    }

    /** Marks it as deleted, as Kibana does; its document and its jobs stay. */
    public Connector delete(String id) {
        return documents
                .modify(id, old -> old.with(new Changes().set(Names.DELETED, true)), Refresh.NOW)
                .value();
    }

    /** Says that a service takes care of it. Nothing happens when it is gone. */
    public void heartbeat(String id) {
        documents.update(id).set(Names.LAST_SEEN, clock.instant()).run();
    }

    /**
     * Says that a service has reached the source, or why not. What is so already is not written again.
     *
     * @param error null when it has
     */
    public Connector report(String id, @Nullable String error) {
        ConnectorStatus status = error == null ? ConnectorStatus.CONNECTED : ConnectorStatus.ERROR;
        return update(
                id,
                old -> old.with(new Changes().set(Names.STATUS, status.wire()).set(Names.ERROR, shortened(error))));
    }

    /** Notes that a run was due and has its job: the note never goes back. */
    Connector noteScheduled(String id, JobType type, Instant due) {
        return update(id, old -> {
            Instant noted = old.lastScheduledAt(type);
            return noted != null && !noted.isBefore(due) ? old : old.with(new Changes().set(scheduledAt(type), due));
        });
    }

    private static String scheduledAt(JobType type) {
        return switch (type) {
            case FULL -> Names.LAST_SYNC_SCHEDULED_AT;
            case INCREMENTAL -> Names.LAST_INCREMENTAL_SYNC_SCHEDULED_AT;
            case ACCESS_CONTROL -> Names.LAST_ACCESS_CONTROL_SYNC_SCHEDULED_AT;
            case UNKNOWN -> throw new IllegalArgumentException("jobs of an unknown type have no schedule");
        };
    }

    /** As much of an error as the protocol's fields can hold. */
    static @Nullable String shortened(@Nullable String error) {
        if (error == null || error.length() <= LONGEST_ERROR) {
            return error;
        }
        int end = Character.isHighSurrogate(error.charAt(LONGEST_ERROR - 1)) ? LONGEST_ERROR - 1 : LONGEST_ERROR;
        return error.substring(0, end) + "…";
    }
}
