package dev.leat.datastore.document;

import dev.leat.datastore.mapping.DocumentType;
import dev.leat.elastic.Backoff;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The documents of one collection by their ids. Reads are realtime: they see every acknowledged write. Writes are one
 * document each; when an answer is lost, it is found out what became of the write, and what cannot be found out is an
 * {@link dev.leat.elastic.OutcomeUnknownException}, never a wrong answer. Thread-safe; calls block, and an interrupt ends
 * them with {@link CancelledException}.
 *
 * <p>Every call may throw, besides what it names, the exceptions of {@link Cluster#perform}, {@link
 * MissingCollectionException}, and for an id that is none {@link IllegalArgumentException}.
 */
public final class Documents<T> {

    /** Looks of {@link #get}, as the datastore has always had it: two retries. */
    private static final int LOOKS = 3;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    /** How often {@link #modify} tries before it gives up: with the pauses between them about half a minute. */
    private static final int MODIFY_TRIES = 100;

    private static final Backoff AFTER_CONFLICT = new Backoff(Duration.ofMillis(5), Duration.ofMillis(500));

    private final Cluster cluster;
    private final String collection;
    private final DocumentType<T> type;
    private final Predicate<VersionToken> own;
    private final DocumentReader reader;
    private final DocumentWriter writer;
    private final @Nullable ScopedWriter scoped;

    /** @param collection the name of the collection, which is its alias in the cluster */
    public Documents(Cluster cluster, String collection, DocumentType<T> type) {
        this(cluster, collection, type, version -> version.isOf(collection));
    }

    /**
     * @param collection the name of the alias
     * @param own whether a version is one of this collection
     */
    public Documents(Cluster cluster, String collection, DocumentType<T> type, Predicate<VersionToken> own) {
        this.cluster = cluster;
        this.collection = collection;
        this.type = type;
        this.own = own;
        this.reader = new DocumentReader(cluster, collection);
        this.writer = new DocumentWriter(cluster, collection, reader);
        this.scoped = null;
    }

    private Documents(Documents<T> all, Admission scope) {
        this.cluster = all.cluster;
        this.collection = all.collection;
        this.type = all.type;
        this.own = all.own;
        this.reader = new DocumentReader(cluster, collection, scope);
        this.writer = all.writer;
        this.scoped = new ScopedWriter(cluster, collection, scope);
    }

    /**
     * A view that holds only what the scope admits: documents outside are missing to it, and a write that would store one
     * outside, or replace one, ends with an {@link OutsideScopeException}. Not for narrowing a view further.
     */
    public Documents<T> scoped(Admission scope) {
        if (scoped != null) {
            throw new IllegalStateException("narrow the scope itself, and not its documents");
        }
        return new Documents<>(this, scope);
    }

    /** The document of that id; looks up to three times, 50 ms apart, so that one just being written is found. */
    public Optional<Stored<T>> get(String id) {
        DocumentId.require(id);
        for (int look = 1; ; look++) {
            StoredBytes found = reader.find(id);
            if (found != null || look == LOOKS) {
                return Optional.ofNullable(found).map(this::decode);
            }
            pause(id);
        }
    }

    /** The document of that id; looks once, as befits a cache. */
    public Optional<Stored<T>> getIfExists(String id) {
        return Optional.ofNullable(reader.find(DocumentId.require(id))).map(this::decode);
    }

    /** The document of that id; waits until it exists, for ever if need be, or until the thread is interrupted. */
    public Stored<T> require(String id) {
        return await(id, null);
    }

    /**
     * The document of that id; waits until it exists.
     *
     * @throws MissingException when it does not at the end of that time
     */
    public Stored<T> require(String id, Duration patience) {
        return await(id, patience);
    }

    private Stored<T> await(String id, @Nullable Duration patience) {
        DocumentId.require(id);
        long start = cluster.waiter().nanoTime();
        while (true) {
            StoredBytes found = reader.find(id);
            if (found != null) {
                return decode(found);
            }
            Duration elapsed = Duration.ofNanos(cluster.waiter().nanoTime() - start);
            if (patience != null && elapsed.plus(BETWEEN_LOOKS).compareTo(patience) > 0) {
                throw new MissingException(collection, id);
            }
            pause(id);
        }
    }

    private void pause(String id) {
        try {
            cluster.waiter().sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("waiting for document '" + id + "' of " + collection, e);
        }
    }

    /** Whether there is a document of that id. */
    public boolean exists(String id) {
        return reader.exists(DocumentId.require(id));
    }

    /** For each id, in the order given and each once, whether there is a document. */
    public Map<String, Boolean> multiExists(List<String> ids) {
        List<String> distinct = List.copyOf(new LinkedHashSet<>(ids));
        distinct.forEach(DocumentId::require);
        List<@Nullable StoredBytes> found = reader.look(distinct);
        Map<String, Boolean> exist = new LinkedHashMap<>();
        for (int i = 0; i < distinct.size(); i++) {
            exist.put(distinct.get(i), found.get(i) != null);
        }
        return exist;
    }

    /**
     * The documents of these ids, in the order of the ids; an id given twice comes twice.
     *
     * @throws MissingException when one is missing; it carries those that were found
     */
    public List<Stored<T>> multiget(List<String> ids) {
        return multiget(ids, OnMissing.FAIL);
    }

    /** As {@link #multiget(List)}, with a choice about missing ones. */
    public List<Stored<T>> multiget(List<String> ids, OnMissing onMissing) {
        ids.forEach(DocumentId::require);
        List<@Nullable StoredBytes> found = reader.findAll(ids);
        List<Stored<T>> documents = new ArrayList<>(ids.size());
        Set<String> missing = new LinkedHashSet<>();
        for (int i = 0; i < ids.size(); i++) {
            StoredBytes document = found.get(i);
            if (document == null) {
                missing.add(ids.get(i));
            } else {
                documents.add(decode(document));
            }
        }
        if (!missing.isEmpty() && onMissing == OnMissing.FAIL) {
            Map<String, Stored<?>> byId = new LinkedHashMap<>();
            documents.forEach(document -> byId.put(document.id(), document));
            throw new MissingException(collection, missing, byId);
        }
        return documents;
    }

    /** Stores a value under its own id, replacing the whole document that may be there. */
    public VersionToken save(T value) {
        return save(value, Refresh.NONE);
    }

    /** As {@link #save(Object)}. */
    public VersionToken save(T value, Refresh refresh) {
        return save(type.idOf(value), value, refresh);
    }

    /**
     * Stores a value under an id, replacing the whole document that may be there: the last write wins. When an answer is
     * lost and something else is stored meanwhile, it is written again.
     *
     * @throws dev.leat.datastore.mapping.InvalidDocumentException when the value breaks the rules of its class
     */
    public VersionToken save(String id, T value, Refresh refresh) {
        requireOwn(id, value);
        return scoped == null
                ? writer.save(id, encode(value), refresh)
                : scoped.save(id, encode(value), refresh).version();
    }

    /** Stores a new document under the value's own id. */
    public VersionToken create(T value) {
        return create(value, Refresh.NONE);
    }

    /** As {@link #create(Object)}. */
    public VersionToken create(T value, Refresh refresh) {
        return create(type.idOf(value), value, refresh);
    }

    /**
     * Stores a new document.
     *
     * @throws ConflictException when there is one of that id
     */
    public VersionToken create(String id, T value, Refresh refresh) {
        requireOwn(id, value);
        return scoped == null ? writer.create(id, encode(value), refresh) : scoped.create(id, encode(value), refresh);
    }

    /** Replaces a document under the value's own id, if it is still that version. */
    public VersionToken replace(T value, VersionToken version) {
        return replace(type.idOf(value), value, version, Refresh.NONE);
    }

    /**
     * Replaces a document if it is still that version. Stored fields that the class does not know stay.
     *
     * @return the new version; one that is outdated already, if the answer was lost and others changed the document since
     * @throws ConflictException when it was changed or deleted since, or moved on to another index
     */
    public VersionToken replace(String id, T value, VersionToken version, Refresh refresh) {
        requireOwn(id, value);
        requireOwn(id, version);
        byte[] wanted = encode(value);
        StoredBytes base = reader.find(version.index(), id);
        if (base == null || !base.is(version)) {
            throw ConflictException.changed(collection, id);
        }
        return replace(base, type.encodeLossy(decode(base).value()), wanted, refresh);
    }

    private VersionToken replace(StoredBytes base, byte[] known, byte[] wanted, Refresh refresh) {
        ObjectNode document = UnknownFields.carry(base.source(), known, wanted);
        if (scoped != null) {
            scoped.requireInside(base.id(), document);
        }
        String mark = writer.nextMark();
        WriteMark.add(document, mark);
        return writer.replace(base, Json.MAPPER.writeValueAsBytes(document), mark, refresh);
    }

    /** Changes a document by a function of its value: see {@link #modify(String, UnaryOperator, Refresh)}. */
    public Stored<T> modify(String id, UnaryOperator<T> change) {
        return modify(id, change, Refresh.NONE);
    }

    /**
     * Reads a document, changes its value and replaces it if nobody else did meanwhile; else begins again, up to a
     * hundred times. Stored fields that the class does not know stay. A value that comes back unchanged is not written.
     *
     * @param change called once for each try, in the calling thread; without side effects
     * @return the document as it is now stored
     * @throws MissingException when there is no such document
     * @throws ConflictException when others changed it every time
     */
    public Stored<T> modify(String id, UnaryOperator<T> change, Refresh refresh) {
        DocumentId.require(id);
        for (int attempt = 0; ; attempt++) {
            StoredBytes base = reader.find(id);
            if (base == null) {
                throw new MissingException(collection, id);
            }
            Stored<T> before = decode(base);
            byte[] known = type.encodeLossy(before.value());
            T after = Objects.requireNonNull(
                    change.apply(before.value()), "the function given to modify returned null; use delete to remove");
            requireOwn(id, after);
            byte[] wanted = encode(after);
            if (Arrays.equals(known, wanted)) {
                return before;
            }
            try {
                VersionToken version = replace(base, known, wanted, refresh);
                return new Stored<>(id, type.decode(id, wanted), version);
            } catch (ConflictException e) {
                if (attempt + 1 >= MODIFY_TRIES) {
                    throw new ConflictException(
                            collection,
                            id,
                            "was changed by others " + MODIFY_TRIES + " times in a row; use an update for counters");
                }
                writer.sleep(AFTER_CONFLICT.delay(attempt, ThreadLocalRandom.current()));
            }
        }
    }

    /** Removes a document. */
    public DeleteOutcome delete(String id) {
        return delete(id, Refresh.NONE);
    }

    /** As {@link #delete(String)}. */
    public DeleteOutcome delete(String id, Refresh refresh) {
        DocumentId.require(id);
        return scoped == null ? writer.delete(id, refresh) : scoped.delete(id, refresh);
    }

    /** Removes a document if it is still that version: see {@link #delete(String, VersionToken, Refresh)}. */
    public DeleteOutcome delete(String id, VersionToken version) {
        return delete(id, version, Refresh.NONE);
    }

    /**
     * Removes a document if it is still that version.
     *
     * @return {@link DeleteOutcome#DELETED}, or {@link DeleteOutcome#GONE} after a lost answer
     * @throws ConflictException when it was changed or deleted since, or moved on to another index
     */
    public DeleteOutcome delete(String id, VersionToken version, Refresh refresh) {
        requireOwn(DocumentId.require(id), version);
        return scoped == null ? writer.delete(id, version, refresh) : scoped.delete(id, version, refresh);
    }

    private void requireOwn(String id, VersionToken version) {
        if (!own.test(version)) {
            if (version.tier() == Tier.ARCHIVE) {
                throw ConflictException.archived(collection, id);
            }
            throw ConflictException.otherCollection(collection, id);
        }
    }

    private String requireOwn(String id, T value) {
        return DocumentId.requireOwn(type, id, value);
    }

    private byte[] encode(T value) {
        return type.encode(value);
    }

    private Stored<T> decode(StoredBytes document) {
        T value = type.decode(document.id(), document.answer(), document.from(), document.length());
        return new Stored<>(document.id(), value, document.token());
    }
}
