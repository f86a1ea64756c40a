package dev.leat.datastore.document;

import dev.leat.elastic.Backoff;
import dev.leat.elastic.Json;
import dev.leat.elastic.bulk.WriteOutcome;
import dev.leat.elastic.cluster.Cluster;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes documents of one collection for a view that holds a part of it. What is to be overwritten or deleted is read and
 * judged first, and then written on condition that it is still the version that was judged: so no document that moved out
 * of the scope meanwhile is changed. What is to be stored is judged as the bytes that are sent. When an answer is lost, it
 * is found out what became of the write, as for all conditional writes. Thread-safe; blocks.
 */
public final class ScopedWriter {

    /** As for {@link Documents#modify}. */
    private static final int TRIES = 100;

    private static final Backoff AFTER_CONFLICT = new Backoff(Duration.ofMillis(5), Duration.ofMillis(500));

    private final String collection;
    private final Admission scope;
    private final DocumentReader reader;
    private final DocumentWriter writer;

    /** @param collection the name of the alias */
    public ScopedWriter(Cluster cluster, String collection, Admission scope) {
        this.collection = collection;
        this.scope = scope;
        this.reader = new DocumentReader(cluster, collection);
        this.writer = new DocumentWriter(cluster, collection, reader);
    }

    /**
     * A document that was saved.
     *
     * @param result {@code CREATED} or {@code UPDATED}
     */
    public record Saved(VersionToken version, WriteOutcome.Result result) {}

    /** The document of that id; empty also when it lies outside. */
    public Optional<StoredTree> find(String id) {
        StoredBytes found = reader.find(id);
        return found == null ? Optional.empty() : admitted(found);
    }

    private Optional<StoredTree> admitted(StoredBytes found) {
        ObjectNode source = found.tree();
        return scope.admits(source) ? Optional.of(new StoredTree(source, found.token())) : Optional.empty();
    }

    /**
     * Judges a document that is to be stored.
     *
     * @throws OutsideScopeException when it would lie outside
     */
    public void requireInside(String id, ObjectNode source) {
        if (!scope.admits(source)) {
            throw OutsideScopeException.result(collection, id);
        }
    }

    private void requireInside(String id, byte[] source) {
        requireInside(id, (ObjectNode) Json.MAPPER.readTree(source));
    }

    /**
     * Stores a document, replacing the whole one that may be there.
     *
     * @throws OutsideScopeException when it, or the one that is there, lies outside
     * @throws ConflictException when others changed the one that is there all the while
     */
    public Saved save(String id, byte[] source, Refresh refresh) {
        requireInside(id, source);
        return untilSettled(id, () -> {
            StoredBytes found = reader.find(id);
            if (found == null) {
                return new Saved(writer.create(id, source, refresh), WriteOutcome.Result.CREATED);
            }
            requireReplaceable(found);
            String mark = writer.nextMark();
            VersionToken version = writer.replace(found, WriteMark.first(source, mark), mark, refresh);
            return new Saved(version, WriteOutcome.Result.UPDATED);
        });
    }

    private void requireReplaceable(StoredBytes found) {
        if (!scope.admits(found.tree())) {
            throw OutsideScopeException.taken(collection, found.id());
        }
    }

    /**
     * Stores a new document.
     *
     * @throws OutsideScopeException when it lies outside, or its id is taken by one that does
     * @throws ConflictException when there is one inside
     */
    public VersionToken create(String id, byte[] source, Refresh refresh) {
        requireInside(id, source);
        try {
            return writer.create(id, source, refresh);
        } catch (ConflictException e) {
            StoredBytes found = reader.find(id);
            if (found != null) {
                requireReplaceable(found);
            }
            throw e;
        }
    }

    /** Removes a document; one outside counts as missing. */
    public DeleteOutcome delete(String id, Refresh refresh) {
        return untilSettled(
                id,
                () -> find(id).map(found -> writer.delete(id, found.version(), refresh))
                        .orElse(DeleteOutcome.MISSING));
    }

    /**
     * Removes a document if it is still that version.
     *
     * @throws ConflictException when it is not, or lies outside
     */
    public DeleteOutcome delete(String id, VersionToken version, Refresh refresh) {
        StoredTree found = find(id).orElse(null);
        requireVersion(id, found, version);
        return writer.delete(id, version, refresh);
    }

    /**
     * Holds what was found against the version that a caller expects.
     *
     * @throws ConflictException when it is another one, or none was found
     */
    public void requireVersion(String id, @Nullable StoredTree found, VersionToken version) {
        if (found == null || !found.version().equals(version)) {
            throw ConflictException.changed(collection, id);
        }
    }

    /**
     * Does what reads, judges and writes a document, and begins again when others changed it in between, up to a hundred
     * times.
     *
     * @param attempt ends with a {@link ConflictException} when it surely changed nothing and is to be made again
     * @throws ConflictException when others changed it every time
     */
    public <R> R untilSettled(String id, Supplier<R> attempt) {
        for (int retry = 0; ; retry++) {
            try {
                return attempt.get();
            } catch (ConflictException e) {
                if (retry + 1 >= TRIES) {
                    throw new ConflictException(
                            collection, id, "was changed by others " + TRIES + " times in a row; try again later");
                }
                writer.sleep(AFTER_CONFLICT.delay(retry, ThreadLocalRandom.current()));
            }
        }
    }
}
