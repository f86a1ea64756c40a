package dev.leat.spark.read;

import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Closes snapshots when the queries that read from them have ended: with success, failure or cancellation of the SQL
 * execution. Jobs outside of one ({@code df.rdd()}) do not say how many will follow, so their snapshots rest for the
 * keep-alive first. What nobody can reach any more is closed as well, and everything when the application ends.
 *
 * <p>One for each {@link SparkContext}; Spark gives a data source no other place where such a thing could live.
 */
final class Leases extends SparkListener {

    /** What Spark calls the node that reads from a table of ours, in its jobs. */
    static final String SCOPE_PREFIX = "BatchScan ";

    private static final String SCOPE = SCOPE_PREFIX + "leat:";

    private static final String EXECUTION_ID = "spark.sql.execution.id";
    private static final Cleaner CLEANER = Cleaner.create();
    private static final ReentrantLock REGISTRY_LOCK = new ReentrantLock();
    private static final Map<SparkContext, Leases> REGISTRY = new WeakHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<ScanLease> open = new HashSet<>();

    /** The executions and jobs that read from a node, by its scope. */
    private final Map<String, Set<User>> users = new HashMap<>();

    /** Who reads. */
    private sealed interface User {}

    private record Execution(long id) implements User {}

    private record Job(int id) implements User {}

    private Leases() {}

    static Leases of(SparkContext context) {
        REGISTRY_LOCK.lock();
        try {
            return REGISTRY.computeIfAbsent(context, missing -> {
                Leases leases = new Leases();
                context.addSparkListener(leases);
                return leases;
            });
        } finally {
            REGISTRY_LOCK.unlock();
        }
    }

    /** Opens a snapshot for the execution that the calling thread carries out; returns how many partitions there are. */
    int open(ScanLease lease, SparkContext context) {
        String execution = context.getLocalProperty(EXECUTION_ID);
        if (execution != null) {
            use(Set.of(lease.scope()), new Execution(Long.parseLong(execution)));
        }
        int partitions = lease.open(context.defaultParallelism());
        if (execution == null) {
            closeWhenIdle(lease);
        }
        return partitions;
    }

    /** Notes that a lease has a snapshot. */
    void opened(ScanLease lease) {
        change(() -> open.add(lease));
    }

    /** Notes that a lease has none any more. */
    void closed(ScanLease lease) {
        change(() -> open.remove(lease));
    }

    private void use(Set<String> scopes, User user) {
        change(() -> scopes.forEach(
                scope -> users.computeIfAbsent(scope, none -> new HashSet<>()).add(user)));
    }

    /** Never calls a lease, which calls this with its own lock held. */
    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the lease's snapshot when nothing holds the anchor any more. */
    static void closeWithout(ScanLease.Anchor anchor, ScanLease lease) {
        CLEANER.register(
                anchor, () -> Thread.ofVirtual().name("leat-spark-close").start(lease::close));
    }

    @Override
    public void onJobStart(SparkListenerJobStart start) {
        Set<String> scopes = new HashSet<>();
        CollectionConverters.asJava(start.stageInfos())
                .forEach(stage -> CollectionConverters.asJava(stage.rddInfos())
                        .forEach(rdd -> rdd.scope().foreach(scope -> scopes.add(scope.name()))));
        scopes.removeIf(scope -> !scope.startsWith(SCOPE));
        @Nullable
        String execution =
                start.properties() == null ? null : start.properties().getProperty(EXECUTION_ID);
        if (!scopes.isEmpty() && execution != null) {
            use(scopes, new Execution(Long.parseLong(execution)));
        } else if (!scopes.isEmpty()) {
            use(scopes, new Job(start.jobId()));
        }
    }

    @Override
    public void onJobEnd(SparkListenerJobEnd end) {
        endOf(new Job(end.jobId())).forEach(this::closeWhenIdle);
    }

    @Override
    public void onOtherEvent(SparkListenerEvent event) {
        if (event instanceof SparkListenerSQLExecutionEnd end) {
            for (ScanLease lease : endOf(new Execution(end.executionId()))) {
                // Handed out later than that means that something else has begun to read, which will end as well.
                Thread.ofVirtual().name("leat-spark-close").start(() -> lease.closeUnlessUsedAfter(end.time()));
            }
        }
    }

    @Override
    public void onApplicationEnd(SparkListenerApplicationEnd end) {
        List<ScanLease> all = new ArrayList<>();
        change(() -> all.addAll(open));
        all.forEach(ScanLease::close);
    }

    /** Ends a use; returns the open leases that were used by it and are by nobody else. */
    private List<ScanLease> endOf(User user) {
        List<ScanLease> unused = new ArrayList<>();
        change(() -> {
            Set<String> scopes = new HashSet<>();
            users.forEach((scope, using) -> {
                if (using.remove(user) && using.isEmpty()) {
                    scopes.add(scope);
                }
            });
            users.keySet().removeAll(scopes);
            open.stream().filter(lease -> scopes.contains(lease.scope())).forEach(unused::add);
        });
        return unused;
    }

    private boolean isUsed(ScanLease lease) {
        lock.lock();
        try {
            return users.containsKey(lease.scope());
        } finally {
            lock.unlock();
        }
    }

    /** Closes a snapshot after it has rested for as long as Elasticsearch would keep it by itself. */
    private void closeWhenIdle(ScanLease lease) {
        Thread.ofVirtual().name("leat-spark-idle").start(() -> {
            try {
                long rest = lease.patience();
                while (rest > 0 && lease.isOpen()) {
                    Thread.sleep(rest);
                    rest = lease.lastUsed() + lease.patience() - System.currentTimeMillis();
                }
                if (!isUsed(lease)) {
                    lease.closeUnlessUsedAfter(System.currentTimeMillis() - lease.patience());
                }
            } catch (InterruptedException e) {
                lease.close();
            }
        });
    }
}
