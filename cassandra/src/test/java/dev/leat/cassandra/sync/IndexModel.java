package dev.leat.cassandra.sync;

import dev.leat.elastic.UnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An index of one shard in memory. A write takes a sequence number; one that is slow shows later than writes with higher
 * numbers, and the global checkpoint stays below it. Reads by id see every finished write, the feed what was refreshed.
 * What is public beyond the port is for applications that write to Elasticsearch themselves.
 */
class IndexModel implements IndexSide {

    private static final int PAGE = 2;

    private record Doc(Content content, String ownFields, long sequenceNumber) {}

    private record Slow(RowKey key, Doc doc) {}

    private final SortedMap<String, Doc> docs = new TreeMap<>();
    private final List<Slow> slow = new ArrayList<>();
    private String name = "index-1";
    private long next;

    /** PUT of a whole document. */
    void put(RowKey key, Content content, String ownFields) {
        finish(key);
        docs.put(key.values(), new Doc(content, ownFields, next++));
    }

    /** PUT that has a sequence number and is not done. */
    void putSlowly(RowKey key, Content content, String ownFields) {
        finish(key);
        slow.add(new Slow(key, new Doc(content, ownFields, next++)));
    }

    void delete(RowKey key) {
        finish(key);
        if (docs.remove(key.values()) != null) {
            next++;
        }
    }

    /** Ends the oldest slow write. */
    void finishOne() {
        if (!slow.isEmpty()) {
            finish(slow.getFirst().key());
        }
    }

    /** All documents are deleted. */
    void clear() {
        List.copyOf(docs.keySet()).forEach(key -> delete(RowKey.of(key)));
    }

    /** The index is deleted, and another of the same name made. */
    void recreate() {
        docs.clear();
        slow.clear();
        name = name + "'";
        next = 0;
    }

    DocState read(RowKey key) {
        Doc doc = docs.get(key.values());
        return doc == null ? new DocState.Absent() : state(doc);
    }

    private DocState state(Doc doc) {
        String version = doc.content().values().get("v");
        return new DocState.Present(
                doc.content(),
                doc.ownFields(),
                new Version(name, doc.sequenceNumber(), 1),
                version == null ? null : Long.valueOf(version),
                doc.ownFields().equals("from-table"));
    }

    Outcome apply(DocWrite write) {
        finish(write.key());
        return switch (write) {
            case DocWrite.Put put -> put(put);
            case DocWrite.Delete delete -> {
                if (!isAt(delete.key(), delete.version())) {
                    yield new Outcome.Conflict();
                }
                delete(delete.key());
                yield new Outcome.Written(null);
            }
        };
    }

    private Outcome put(DocWrite.Put put) {
        if (!isAt(put.key(), put.over())) {
            return new Outcome.Conflict();
        }
        put(put.key(), put.content(), put.ownFields());
        return new Outcome.Written(new Version(name, next - 1, 1));
    }

    private boolean isAt(RowKey key, @Nullable Version version) {
        return read(key) instanceof DocState.Present doc ? doc.version().equals(version) : version == null;
    }

    @Override
    public Map<RowKey, DocState> read(Collection<RowKey> keys) {
        Map<RowKey, DocState> states = new LinkedHashMap<>();
        keys.forEach(key -> states.put(key, read(key)));
        return states;
    }

    @Override
    public Map<RowKey, Outcome> write(Collection<DocWrite> writes) {
        Map<RowKey, Outcome> outcomes = new LinkedHashMap<>();
        writes.forEach(write -> outcomes.put(write.key(), apply(write)));
        return outcomes;
    }

    @Override
    public String end() {
        return name + ":" + globalCheckpoint();
    }

    @Override
    public String rebased(String position) {
        return position.startsWith(name + ":") ? position : name + ":-1";
    }

    @Override
    public Optional<Growth> growth(String from) {
        return from.startsWith(name + ":") && slow.isEmpty()
                ? Optional.of(new Growth(newest() - after(from), end()))
                : Optional.empty();
    }

    private long after(String position) {
        return position.startsWith(name + ":") ? Long.parseLong(position.substring(name.length() + 1)) : -1;
    }

    @Override
    public void changes(String from, PageHandler handler) {
        if (!from.equals(BEGINNING) && !from.startsWith(name + ":")) {
            throw new UnavailableException("another index", null);
        }
        long after = after(from);
        long upTo = cap();
        // What is refreshed now stays as it is for as long as it is read.
        List<Map.Entry<String, Doc>> seen = docs.entrySet().stream()
                .map(Map.Entry::copyOf)
                .filter(doc -> doc.getValue().sequenceNumber() > after
                        && doc.getValue().sequenceNumber() <= upTo)
                .sorted(Comparator.comparingLong(doc -> doc.getValue().sequenceNumber()))
                .toList();
        for (int i = 0; i < seen.size(); i += PAGE) {
            List<Map.Entry<String, Doc>> page = seen.subList(i, Math.min(i + PAGE, seen.size()));
            long last = page.getLast().getValue().sequenceNumber();
            handler.accept(
                    page.stream()
                            .map(doc -> Sighting.of(RowKey.of(doc.getKey()), state(doc.getValue())))
                            .toList(),
                    name + ":" + last);
        }
    }

    @Override
    public void scanKeys(Consumer<List<RowKey>> handler) {
        List<RowKey> keys = docs.keySet().stream().map(RowKey::of).toList();
        for (int i = 0; i < keys.size(); i += PAGE) {
            handler.accept(keys.subList(i, Math.min(i + PAGE, keys.size())));
        }
    }

    /** Up to where the feed goes. */
    long cap() {
        return globalCheckpoint();
    }

    long newest() {
        return next - 1;
    }

    private long globalCheckpoint() {
        return slow.isEmpty() ? next - 1 : slow.getFirst().doc().sequenceNumber() - 1;
    }

    /** The next write to a document waits for the one that is under way. */
    private void finish(RowKey key) {
        for (Slow write : List.copyOf(slow)) {
            if (write.key().equals(key)) {
                slow.remove(write);
                docs.put(key.values(), write.doc());
            }
        }
    }
}
