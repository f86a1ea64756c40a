package dev.leat.connect.mirror;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.Content;
import dev.leat.connect.DataSource;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.Filter;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A source in memory. It lists the documents of a scope in the order of their keys, checkpoints after each page, and
 * fails or does something else where a test says so. Thread-safe.
 */
final class ScriptedSource implements DataSource {

    private final ConcurrentMap<String, ConcurrentSkipListMap<String, SourceDocument>> scopes =
            new ConcurrentSkipListMap<>();
    private final ConcurrentMap<String, AtomicInteger> reads = new ConcurrentHashMap<>();
    private final List<String> starts = new CopyOnWriteArrayList<>();
    private volatile int page = 10;
    private volatile Step step = (scope, number) -> {};

    /** What happens before a document is put. */
    @FunctionalInterface
    interface Step {
        void before(String scope, int number) throws Exception;
    }

    ScriptedSource scope(String name) {
        documents(name);
        return this;
    }

    private ConcurrentSkipListMap<String, SourceDocument> documents(String scope) {
        return scopes.computeIfAbsent(scope, unused -> new ConcurrentSkipListMap<>());
    }

    ScriptedSource put(String scope, SourceDocument document) {
        return put(scope, document.id(), document);
    }

    /** Lists a document at the place of a key that is not its id. */
    ScriptedSource put(String scope, String key, SourceDocument document) {
        documents(scope).put(key, document);
        return this;
    }

    ScriptedSource put(String scope, String id, String text) {
        return put(scope, document(id, text));
    }

    /** Documents {@code first} to {@code last - 1}, with ids that sort as they are numbered. */
    ScriptedSource fill(String scope, int first, int last, String text) {
        for (int i = first; i < last; i++) {
            put(scope, id(scope, i), text + " " + i);
        }
        return this;
    }

    static String id(String scope, int number) {
        return "%s-%06d".formatted(scope, number);
    }

    static SourceDocument document(String id, String text) {
        return SourceDocument.of(id, Map.of("text", text));
    }

    /** Content of one field. */
    static Content content(String name, String value) {
        return () -> Map.<String, @Nullable Object>of(name, value);
    }

    /** The key of the document at that place in the listing of a scope. */
    String keyAt(String scope, int place) {
        return documents(scope).keySet().stream().skip(place).findFirst().orElseThrow();
    }

    void remove(String scope, String id) {
        documents(scope).remove(id);
    }

    void removeScope(String scope) {
        scopes.remove(scope);
    }

    void pageSize(int size) {
        page = size;
    }

    void onEach(Step replacement) {
        step = replacement;
    }

    void forgetReads() {
        reads.clear();
        starts.clear();
    }

    /** How many documents of a scope were put since reads were last forgotten. */
    int reads(String scope) {
        AtomicInteger count = reads.get(scope);
        return count == null ? 0 : count.get();
    }

    /** The calls of {@link #read}, as {@code scope@checkpoint}. */
    List<String> starts() {
        return starts;
    }

    /** All ids with the text of their fields, as an index should have them. */
    Map<String, String> texts() {
        Map<String, String> texts = new ConcurrentHashMap<>();
        for (ConcurrentSkipListMap<String, SourceDocument> documents : scopes.values()) {
            for (SourceDocument document : documents.values()) {
                texts.put(document.id(), String.valueOf(document.fields().get("text")));
            }
        }
        return texts;
    }

    @Override
    public void ping() {}

    @Override
    public List<Scope> scopes(Filter filter) {
        return scopes.keySet().stream().sorted().map(Scope::new).toList();
    }

    @Override
    public void read(Scope scope, Checkpoint from, DocumentSink sink) throws Exception {
        starts.add(scope.name() + "@" + from.value());
        int number = 0;
        List<Map.Entry<String, SourceDocument>> documents = new ArrayList<>(
                documents(scope.name()).tailMap(from.value(), false).entrySet());
        for (Map.Entry<String, SourceDocument> entry : documents) {
            step.before(scope.name(), number++);
            sink.put(entry.getValue());
            reads.computeIfAbsent(scope.name(), unused -> new AtomicInteger()).incrementAndGet();
            if (number % page == 0) {
                sink.checkpoint(new Checkpoint(entry.getKey()));
            }
        }
        step.before(scope.name(), number);
    }

    @Override
    public void close() {}
}
