package dev.leat.elastic.scan;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.MarkedThreads;
import dev.leat.elastic.cluster.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads one slice, in the process that opened the scan or in any other. While a page is handled the next one is fetched,
 * so a reader holds at most two pages, of about 6 MB each unless single documents are larger.
 *
 * <p>One thread reads; any thread may {@link #close}, which ends a call that waits with a
 * {@link CancelledException}, as an interrupt of the reading thread does. A reader does not close the snapshot: that is
 * the {@link IndexScan}'s, which also keeps it alive.
 */
public final class SliceReader implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Slice slice;
    private final List<PageReader> parts;
    private int current;
    private @Nullable FutureTask<@Nullable ScannedPage> pending;
    private boolean ended;
    private boolean closed;

    SliceReader(Slice slice, List<PageReader> parts) {
        this.slice = slice;
        this.parts = parts;
    }

    /** Begins to read a slice from its start; nothing is sent yet. */
    public static SliceReader open(Cluster cluster, Slice slice) {
        return new SliceReader(
                slice,
                slice.parts().stream()
                        .map(part -> new PageReader(
                                cluster,
                                slice,
                                part,
                                new PointInTime(part.index(), part.shard(), part.pointInTime(), cluster.waiter())))
                        .toList());
    }

    public Slice slice() {
        return slice;
    }

    /**
     * Waits for the next page.
     *
     * @return null when the slice has been read to its end
     * @throws dev.leat.elastic.UnavailableException when the snapshot is gone, or the cluster is, for longer than its
     *     retry policy waits
     * @throws dev.leat.elastic.RejectedException when a shard fails
     * @throws CancelledException when the thread was interrupted or the reader closed
     */
    public @Nullable ScannedPage nextPage() {
        if (ended) {
            return null;
        }
        ScannedPage page = await(pendingOrNew());
        if (page == null) {
            ended = true;
        } else {
            fetchNext();
        }
        return page;
    }

    /** Hands every page that is left to the handler. Throws as {@link #nextPage} does, and what the handler throws. */
    public void readPages(PageHandler handler) {
        ScannedPage page;
        while ((page = nextPage()) != null) {
            try {
                handler.handle(page);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw CancelledException.interrupted("handling a page", e);
            }
        }
    }

    /** How many documents were handed out so far. Only after the end, or in between two pages. */
    public long documents() {
        return parts.stream().mapToLong(PageReader::read).sum();
    }

    /** How many documents were handed out so far, part by part. Only after the end, or in between two pages. */
    long read(int part) {
        return parts.get(part).read();
    }

    private FutureTask<@Nullable ScannedPage> pendingOrNew() {
        lock.lock();
        try {
            FutureTask<@Nullable ScannedPage> task = pending == null ? start() : pending;
            pending = task;
            return task;
        } finally {
            lock.unlock();
        }
    }

    private void fetchNext() {
        lock.lock();
        try {
            pending = start();
        } finally {
            lock.unlock();
        }
    }

    private FutureTask<@Nullable ScannedPage> start() {
        if (closed) {
            throw new CancelledException("the reader was closed", null);
        }
        FutureTask<@Nullable ScannedPage> task = new FutureTask<>(this::fetch);
        MarkedThreads.start("leat-scan-fetch", task);
        return task;
    }

    private @Nullable ScannedPage fetch() {
        while (current < parts.size()) {
            ScannedPage page = parts.get(current).next();
            if (page != null) {
                return page;
            }
            current++;
        }
        return null;
    }

    private @Nullable ScannedPage await(FutureTask<@Nullable ScannedPage> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            task.cancel(true);
            throw CancelledException.interrupted("reading slice " + slice.number(), e);
        } catch (CancellationException e) {
            throw new CancelledException("reading slice " + slice.number() + " was cancelled", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw Crew.unchecked(cause == null ? e : cause);
        }
    }

    /** Stops fetching. May be called at any time, by any thread, more than once. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (pending != null) {
                pending.cancel(true);
            }
        } finally {
            lock.unlock();
        }
    }
}
