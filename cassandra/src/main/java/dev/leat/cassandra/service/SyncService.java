package dev.leat.cassandra.service;

import dev.leat.cassandra.config.PairConfig;
import dev.leat.cassandra.config.SyncConfig;
import dev.leat.cassandra.index.Access;
import dev.leat.cassandra.sync.SyncPair;
import dev.leat.cassandra.sync.Tally;
import dev.leat.cassandra.sync.Verification;
import dev.leat.cassandra.table.CassandraConnection;
import dev.leat.elastic.Backoff;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import dev.leat.elastic.Progress;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All pairs of a configuration, each worked on by a virtual thread of its own: what goes wrong with one stops no other. Does
 * one thing once: {@link #run}, {@link #once}, {@link #preview} or {@link #verify}; {@link #status} may be asked for meanwhile,
 * by any thread. An interrupt of the working thread ends the work, and hands the pairs to whoever stands by.
 */
public final class SyncService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SyncService.class);
    private static final Backoff AT_START = Backoff.standard();

    private final SyncConfig config;
    private final Cluster cluster;
    private final String owner;
    private final Path scratch;
    private final InstantSource clock = InstantSource.system();
    private final Instant since = clock.instant();
    private final List<PairWork> works;
    private volatile @Nullable Stores stores;
    private volatile Access access = Access.READ_WRITE;

    /**
     * A service that does nothing yet.
     *
     * @param cluster the Elasticsearch cluster; stays the caller's
     * @param owner names this instance, unlike any other that works at the same time
     * @param scratch a directory for files that are gone when the work is done
     */
    public SyncService(SyncConfig config, Cluster cluster, String owner, Path scratch) {
        this.config = config;
        this.cluster = cluster;
        this.owner = owner;
        this.scratch = scratch;
        this.works = config.pairs().stream()
                .map(pair -> new PairWork(pair, this::open, clock, cluster.waiter()))
                .toList();
    }

    /** How all pairs are now. */
    public SyncStatus status() {
        return new SyncStatus(since, works.stream().map(PairWork::status).toList());
    }

    /**
     * Works on all pairs until the calling thread is interrupted. What is away is waited for, from the beginning.
     *
     * @throws ConfigException when a pair does not fit what is there, with the problems of all pairs
     * @throws RejectedException when no pair can be opened, because one of the clusters refuses it
     */
    public void run() {
        connectPatiently();
        openAll();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            works.forEach(work -> running.add(threads.submit(work::run)));
            try {
                for (Future<?> future : running) {
                    future.get();
                }
            } catch (InterruptedException told) {
                threads.shutdownNow();
                LOG.info("The sync ends");
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw new IllegalStateException("a pair's thread broke", e.getCause());
            }
        }
    }

    /**
     * One cycle of every pair, all at once; what goes wrong with one is in its status, and stops no other.
     *
     * @throws ConfigException when a pair does not fit what is there, with the problems of all pairs
     * @throws UnavailableException when Cassandra is
     * @throws CancelledException when the calling thread was interrupted
     */
    public SyncStatus once() {
        connect();
        openAll();
        try {
            forAll(work -> {
                try {
                    return work.once();
                } catch (CancelledException e) {
                    throw e;
                } catch (RuntimeException e) { // It is in the status.
                    LOG.debug("Pair {} failed", work.config().name(), e);
                    return false;
                }
            });
            return status();
        } finally {
            works.forEach(PairWork::release);
        }
    }

    /** What one cycle and one comparison of every pair would do; nothing is made or written. */
    public Map<String, Tally> preview() {
        access = Access.READ_ONLY;
        connect();
        openAll();
        return forAll(work -> {
            SyncPair pair = work.open();
            pair.preview();
            return pair.tally();
        });
    }

    /**
     * Compares both sides of every pair whole; nothing is made or written.
     *
     * @param limit how many differences of each pair are listed
     */
    public Map<String, Verification> verify(int limit, Progress progress) {
        access = Access.READ_ONLY;
        connect();
        openAll();
        return forAll(work -> work.open().verify(limit, progress));
    }

    private void connectPatiently() {
        for (int failures = 0; ; failures++) {
            try {
                connect();
                return;
            } catch (UnavailableException e) {
                if (Integer.bitCount(failures) <= 1) {
                    LOG.warn("The sync begins later: {}", e.getMessage());
                }
            }
            try {
                cluster.waiter()
                        .sleep(AT_START.delay(
                                failures, () -> ThreadLocalRandom.current().nextLong()));
            } catch (InterruptedException e) {
                throw CancelledException.interrupted("the sync", e);
            }
        }
    }

    private void connect() {
        CassandraConnection cassandra = CassandraConnection.open(config.cassandra());
        stores = new Stores(cassandra, cluster, clock, access, owner, scratch);
    }

    private SyncPair open(PairConfig pair) {
        Stores open = stores;
        if (open == null) {
            throw new IllegalStateException("not connected");
        }
        return open.open(pair);
    }

    /**
     * What is wrong with the configuration is said at once and of all pairs, and that nothing is allowed; anything else is
     * left to the work on the pair, which tries again and tells.
     */
    private void openAll() {
        List<Problem> problems = new ArrayList<>();
        List<RejectedException> refusals = new ArrayList<>();
        for (PairWork work : works) {
            try {
                work.open();
            } catch (ConfigException e) {
                problems.addAll(e.problems());
            } catch (RejectedException e) {
                refusals.add(e);
            } catch (UnavailableException e) {
                LOG.debug("Pair {} cannot be opened yet", work.config().name(), e);
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        if (refusals.size() == works.size()) {
            throw refusals.getFirst();
        }
    }

    private <T> Map<String, T> forAll(Function<PairWork, T> task) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, Future<T>> futures = new LinkedHashMap<>();
            works.forEach(work -> futures.put(work.config().name(), threads.submit(() -> task.apply(work))));
            try {
                Map<String, T> results = new LinkedHashMap<>();
                for (Map.Entry<String, Future<T>> future : futures.entrySet()) {
                    results.put(future.getKey(), future.getValue().get());
                }
                return results;
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw CancelledException.interrupted("the sync", e);
            } catch (ExecutionException e) {
                threads.shutdownNow();
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException("a pair's thread broke", e.getCause());
            }
        }
    }

    /** Closes the connection to Cassandra. */
    @Override
    public void close() {
        Stores open = stores;
        if (open != null) {
            open.cassandra().close();
        }
    }
}
