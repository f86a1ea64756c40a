package dev.leat.connect.service;

import dev.leat.connect.service.ServiceSettings.Action;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.Waiter;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the passes of one loop, one after the other, until its thread is interrupted. */
final class LoopRunner {

    private static final Logger LOGGER = LoggerFactory.getLogger(LoopRunner.class);

    private final Action loop;
    private final Pass pass;
    private final Duration idling;
    private final Pause pause;
    private final ErrorBudget errors;
    private final StatusBoard board;
    private final Waiter waiter;

    /** One round of a loop. */
    @FunctionalInterface
    interface Pass {
        void run() throws InterruptedException;
    }

    LoopRunner(
            Action loop,
            Pass pass,
            Duration idling,
            Pause pause,
            ErrorBudget errors,
            StatusBoard board,
            Waiter waiter) {
        this.loop = loop;
        this.pass = pass;
        this.idling = idling;
        this.pause = pause;
        this.errors = errors;
        this.board = board;
        this.waiter = waiter;
    }

    /**
     * Returns when the thread was interrupted.
     *
     * @throws ServiceFailedException when the loops have failed too often
     */
    void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                once();
                pause.await(idling);
            }
        } catch (InterruptedException | CancelledException e) {
            LOGGER.debug("The loop {} has ended", ServiceEvent.word(loop));
        }
    }

    private void once() throws InterruptedException {
        long start = waiter.nanoTime();
        try {
            pass.run();
            board.passed(loop, Duration.ofNanos(waiter.nanoTime() - start));
        } catch (CancelledException e) {
            throw e;
        } catch (LeatException e) {
            LOGGER.warn("{}: {}", ServiceEvent.word(loop), e.getMessage());
            failed(e);
        } catch (RuntimeException e) { // A pass meets documents of other programs: one defect must not end the service.
            LOGGER.error("{} has a defect", ServiceEvent.word(loop), e);
            failed(e);
        }
    }

    private void failed(RuntimeException error) {
        board.failed(loop, error);
        errors.spend(loop, error);
    }
}
