package dev.leat.connect.service;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A third-party system in memory: documents by scope, and what happens when somebody reads them. Thread-safe. */
final class TestSystem {

    private final ConcurrentMap<String, ConcurrentSkipListMap<String, String>> scopes = new ConcurrentSkipListMap<>();
    private final ConcurrentMap<String, List<String>> readers = new ConcurrentHashMap<>();
    private final List<String> changes = new CopyOnWriteArrayList<>();
    private final AtomicInteger pings = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private volatile Step onPing = where -> {};
    private volatile Step onRead = where -> {};
    private volatile boolean changed = true;
    private volatile int page = 10;

    /** What happens at a moment. */
    @FunctionalInterface
    interface Step {
        void at(String where) throws Exception;
    }

    /** A system with that many documents in the scope {@code a}. */
    static TestSystem with(int documents) {
        return new TestSystem().fill("a", 0, documents, "text");
    }

    TestSystem fill(String scope, int first, int last, String text) {
        ConcurrentSkipListMap<String, String> documents = documents(scope);
        for (int i = first; i < last; i++) {
            documents.put("%s-%06d".formatted(scope, i), text + " " + i);
        }
        return this;
    }

    /** Changes a document, in a way that an incremental sync can find. */
    void change(String scope, String id, String text) {
        documents(scope).put(id, text);
        changes.add(scope + " " + id);
    }

    void remove(String scope, String id) {
        documents(scope).remove(id);
        changes.add(scope + " " + id);
    }

    /** Lets these people see a document, and nobody else; without it, jane sees all. */
    TestSystem visibleTo(String id, String... people) {
        readers.put(id, List.of(people));
        return this;
    }

    List<String> readers(String id) {
        return readers.getOrDefault(id, List.of("jane"));
    }

    /** Everyone who is named as a reader, and jane. */
    Set<String> people() {
        Set<String> people = new TreeSet<>(Set.of("jane"));
        readers.values().forEach(people::addAll);
        return people;
    }

    TestSystem onPing(Step step) {
        onPing = step;
        return this;
    }

    /** Called before a document is put, with the scope and the number of the document in the call. */
    TestSystem onRead(Step step) {
        onRead = step;
        return this;
    }

    TestSystem changed(boolean answer) {
        changed = answer;
        return this;
    }

    boolean isChanged() {
        return changed;
    }

    TestSystem page(int size) {
        page = size;
        return this;
    }

    int page() {
        return page;
    }

    int pings() {
        return pings.get();
    }

    /** How many documents were put. */
    int reads() {
        return reads.get();
    }

    List<String> scopeNames() {
        return List.copyOf(scopes.keySet());
    }

    ConcurrentSkipListMap<String, String> documents(String scope) {
        return scopes.computeIfAbsent(scope, name -> new ConcurrentSkipListMap<>());
    }

    List<String> changes() {
        return changes;
    }

    /** All documents, text by id. */
    Map<String, String> texts() {
        Map<String, String> all = new TreeMap<>();
        scopes.values().forEach(all::putAll);
        return all;
    }

    void ping() throws Exception {
        pings.incrementAndGet();
        onPing.at("ping");
    }

    void reading(String where) throws Exception {
        onRead.at(where);
    }

    void read() {
        reads.incrementAndGet();
    }
}
