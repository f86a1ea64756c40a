package dev.leat.connect.service;

import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.protocol.JobType;
import dev.leat.connect.protocol.ProtocolIndices;
import dev.leat.connect.service.LoopRunner.Pass;
import dev.leat.connect.service.ServiceSettings.Action;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.Waiter;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.RetryPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connectors service: what Elastic's {@code elastic-ingest} does, over the same documents. Runs the loops that its
 * settings name until the thread that called {@link #run} is interrupted. Thread-safe; for one run.
 */
public final class ConnectorService {

    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectorService.class);

    /** How long what runs may take to end: within it, jobs are interrupted and their documents written. */
    private static final long PATIENCE_MILLIS = 5_000;

    private final ServiceSettings settings;
    private final Cluster cluster;
    private final DataSourceCatalog catalog;
    private final Clock clock;
    private final Waiter waiter;
    private final Rhythm rhythm;
    private final StatusBoard board;
    private final Map<Action, Pause> pauses = new ConcurrentHashMap<>();

    /**
     * A service that is ready to run; nothing is sent yet.
     *
     * @param cluster for the documents of the protocol, and for the content of connectors without an API key of their own
     */
    public ConnectorService(
            ServiceSettings settings, Cluster cluster, DataSourceCatalog catalog, ServiceEvents events) {
        this(settings, cluster, catalog, events, Clock.systemUTC(), cluster.waiter(), Rhythm.standard());
    }

    /** As the other one, in another time. */
    ConnectorService(
            ServiceSettings settings,
            Cluster cluster,
            DataSourceCatalog catalog,
            ServiceEvents events,
            Clock clock,
            Waiter waiter,
            Rhythm rhythm) {
        this.settings = settings;
        this.cluster = cluster;
        this.catalog = catalog;
        this.clock = clock;
        this.waiter = waiter;
        this.rhythm = rhythm;
        this.board = new StatusBoard(settings.loops(), clock, events);
    }

    /** How the service is now; also before and after {@link #run}. */
    public ServiceStatus status() {
        return board.status();
    }

    /**
     * Runs until the calling thread is interrupted; then jobs that run are suspended, within five seconds, and the
     * interrupt flag is set again.
     *
     * @throws ServiceFailedException when the loops fail again and again
     * @throws dev.leat.elastic.UnavailableException when the data directory cannot be used
     */
    public void run() {
        try (DataDirectory data = DataDirectory.open(settings.directory())) {
            new ProtocolIndices(cluster).createMissing();
            ServiceParts parts = ServiceParts.of(settings, cluster, catalog, data, board, clock, waiter, rhythm);
            new DeadServices(parts).lookAfter();
            run(parts);
            board.stopped(null);
        } catch (RuntimeException e) {
            board.stopped(e.getMessage());
            throw e;
        }
    }

    private void run(ServiceParts parts) {
        LOGGER.info("The service runs as worker {} on {}", parts.data().worker(), parts.hostname());
        Tasks turns = tasks("connector", settings.limits().schedulingTasks(), () -> {});
        Tasks access =
                tasks("access", settings.limits().accessControlSyncs(), pause(Action.SYNC_ACCESS_CONTROL)::wakeIfNoted);
        Tasks content = tasks("content", settings.limits().contentSyncs(), pause(Action.SYNC_CONTENT)::wakeIfNoted);
        Map<Action, Pass> passes = passes(parts, turns, access, content);
        passes.keySet().retainAll(settings.loops());
        try {
            runLoops(passes);
        } finally {
            // All at once, for each may take its time; jobs first, for they have something to write.
            List<Tasks> all = List.of(content, access, turns);
            all.forEach(Tasks::interrupt);
            all.forEach(Tasks::end);
            if (!content.keys().isEmpty() || !access.keys().isEmpty()) {
                parts.data().leaveTrace();
            }
        }
        LOGGER.info("The service has ended");
    }

    private static Tasks tasks(String name, int atOnce, Runnable whenOneEnds) {
        return new Tasks(name, atOnce, PATIENCE_MILLIS, whenOneEnds);
    }

    /** Loops do not wait for Elasticsearch for ever, as jobs do: it is to be seen that nothing is done meanwhile. */
    private Map<Action, Pass> passes(ServiceParts patient, Tasks turns, Tasks access, Tasks content) {
        Map<Action, Pass> passes = new EnumMap<>(Action.class);
        ServiceParts parts = patient.withPatience(RetryPolicy.within(rhythm.outage()));
        passes.put(Action.SCHEDULE, new SchedulePass(parts, turns, () -> {
            pause(Action.SYNC_CONTENT).wake();
            pause(Action.SYNC_ACCESS_CONTROL).wake();
        }));
        passes.put(
                Action.SYNC_CONTENT,
                new JobPass(
                        parts,
                        patient,
                        Set.of(JobType.FULL, JobType.INCREMENTAL),
                        content,
                        pause(Action.SYNC_CONTENT)::noteWork));
        passes.put(
                Action.SYNC_ACCESS_CONTROL,
                new JobPass(
                        parts,
                        patient,
                        Set.of(JobType.ACCESS_CONTROL),
                        access,
                        pause(Action.SYNC_ACCESS_CONTROL)::noteWork));
        passes.put(Action.CLEANUP, new CleanupPass(parts));
        return passes;
    }

    private Pause pause(Action loop) {
        return pauses.computeIfAbsent(loop, unused -> new Pause(waiter));
    }

    /** Each loop in a thread of its own; when one ends, or this thread is interrupted, all end. */
    private void runLoops(Map<Action, Pass> passes) {
        ErrorBudget errors =
                new ErrorBudget(settings.limits().errors(), settings.limits().errorSpan(), clock);
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("leat-loop-", 0).factory())) {
            ExecutorCompletionService<Void> loops = new ExecutorCompletionService<>(threads);
            List<Future<Void>> running = new ArrayList<>();
            passes.forEach((action, pass) -> running.add(loops.submit(runner(action, pass, errors)::run, null)));
            try {
                loops.take().get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof LeatException cause) {
                    throw cause;
                }
                throw new IllegalStateException("A loop of the service has a defect", e.getCause());
            } finally {
                running.forEach(loop -> loop.cancel(true));
            }
        }
    }

    private LoopRunner runner(Action action, Pass pass, ErrorBudget errors) {
        Duration idling = action == Action.CLEANUP
                ? settings.pace().jobCleanup()
                : settings.pace().idling();
        return new LoopRunner(action, pass, idling, pause(action), errors, board, waiter);
    }
}
