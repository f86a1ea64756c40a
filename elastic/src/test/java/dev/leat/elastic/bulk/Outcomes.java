package dev.leat.elastic.bulk;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that remembers what it was told, per document in the order told. */
final class Outcomes implements OutcomeListener {

    /** One call of the listener. */
    record Told(BulkOperation operation, WriteOutcome outcome) {}

    private final Map<String, List<Told>> byDocument = new ConcurrentHashMap<>();

    @Override
    public void completed(BulkOperation operation, WriteOutcome outcome) {
        byDocument
                .computeIfAbsent(operation.index() + "/" + operation.id(), key -> new CopyOnWriteArrayList<>())
                .add(new Told(operation, outcome));
    }

    List<WriteOutcome> of(String index, String id) {
        return told(index, id).stream().map(Told::outcome).toList();
    }

    List<Told> told(String index, String id) {
        return byDocument.getOrDefault(index + "/" + id, List.of());
    }

    List<Told> all() {
        return byDocument.values().stream().flatMap(List::stream).toList();
    }

    int count() {
        return byDocument.values().stream().mapToInt(List::size).sum();
    }
}
