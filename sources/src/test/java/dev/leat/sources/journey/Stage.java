package dev.leat.sources.journey;

import dev.leat.connect.AccessControlledSource;
import dev.leat.connect.AdvancedRules;
import dev.leat.connect.Checkpoint;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.IncrementalSource;
import dev.leat.connect.Scope;
import dev.leat.connect.SourceDocument;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the service and a source: counts what the source puts, and stops it where a test says so. The source and
 * the service notice nothing. Thread-safe.
 */
final class Stage {

    private final Map<String, Integer> puts = new ConcurrentHashMap<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Gate gate;
    private volatile Duration firstPut = Duration.ZERO;
    private volatile Reading onRead = scope -> {};

    /** What happens when the service begins to read a scope. */
    @FunctionalInterface
    interface Reading {
        void begins(String scope) throws Exception;
    }

    /** Where reading stops, in every scope that has more documents than this. */
    private record Gate(int documents, CountDownLatch arrived, CountDownLatch open) {}

    /** Stops the reading of every scope that has more documents, behind that many. */
    void stopBehind(int documents) {
        gate = new Gate(documents, new CountDownLatch(1), new CountDownLatch(1));
    }

    /** Blocks until a scope has been stopped. */
    void awaitArrival() throws InterruptedException {
        Gate closed = gate;
        if (closed == null || !closed.arrived().await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("No scope was stopped; so many documents were put: " + puts);
        }
    }

    /** Lets all go on. */
    void open() {
        Gate closed = gate;
        gate = null;
        if (closed != null) {
            closed.open().countDown();
        }
    }

    /** Lets that much time pass before the first document of a scope. */
    void hesitate(Duration time) {
        firstPut = time;
    }

    /** Does something whenever the reading of a scope begins. */
    void onRead(Reading action) {
        onRead = action;
    }

    /** The scopes that were read to their ends. */
    Set<String> ended() {
        return ended;
    }

    /** How many documents were put, in all scopes, since the last call. */
    int takePuts() {
        int all = puts.values().stream().mapToInt(Integer::intValue).sum();
        puts.clear();
        return all;
    }

    DataSourceProvider around(DataSourceProvider provider) {
        return proxy(new Class<?>[] {DataSourceProvider.class}, DataSourceProvider.class, (self, method, arguments) -> {
            Object result = call(provider, method, arguments);
            return result instanceof DataSource source ? around(source) : result;
        });
    }

    private DataSource around(DataSource source) {
        Class<?>[] abilities = Stream.of(
                        DataSource.class, IncrementalSource.class, AccessControlledSource.class, AdvancedRules.class)
                .filter(ability -> ability.isInstance(source))
                .toArray(Class<?>[]::new);
        return proxy(abilities, DataSource.class, (self, method, arguments) -> {
            if (method.getName().equals("read")
                    && arguments != null
                    && arguments[0] instanceof Scope scope
                    && arguments[1] instanceof Checkpoint from
                    && arguments[2] instanceof DocumentSink sink) {
                onRead.begins(scope.name());
                source.read(scope, from, new StagedSink(scope.name(), sink));
                ended.add(scope.name());
                return null;
            }
            return call(source, method, arguments);
        });
    }

    private static <T> T proxy(Class<?>[] interfaces, Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Stage.class.getClassLoader(), interfaces, handler));
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private void pass(String scope) throws InterruptedException {
        int number = puts.merge(scope, 1, Integer::sum);
        if (number == 1 && firstPut.isPositive()) {
            LockSupport.parkNanos(firstPut.toNanos());
        }
        Gate closed = gate;
        if (closed != null && number > closed.documents()) {
            closed.arrived().countDown();
            closed.open().await();
        }
    }

    /** Tells the stage of every document before it takes it. */
    private final class StagedSink implements DocumentSink {

        private final String scope;
        private final DocumentSink sink;

        StagedSink(String scope, DocumentSink sink) {
            this.scope = scope;
            this.sink = sink;
        }

        @Override
        public void put(SourceDocument document) throws InterruptedException {
            pass(scope);
            sink.put(document);
        }

        @Override
        public void checkpoint(Checkpoint checkpoint) {
            sink.checkpoint(checkpoint);
        }

        @Override
        public void skip(String id, String reason) {
            sink.skip(id, reason);
        }

        @Override
        public void failed(String id, Exception reason) {
            sink.failed(id, reason);
        }
    }
}
