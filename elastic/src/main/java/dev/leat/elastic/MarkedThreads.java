package dev.leat.elastic;

import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Virtual threads whose log lines are marked like those of the thread that asks for them: with its MDC, as it is at that
 * moment. Whoever starts threads for a piece of work hands the marks on with these; no logging back end does it by itself.
 */
public final class MarkedThreads {

    private MarkedThreads() {}

    /**
     * Threads with the marks of the calling thread, whoever makes them later.
     *
     * @param prefix of their names; a number from 0 follows
     */
    public static ThreadFactory numbered(String prefix) {
        Map<String, String> marks = MDC.getCopyOfContextMap();
        ThreadFactory threads = Thread.ofVirtual().name(prefix, 0).factory();
        return work -> threads.newThread(() -> run(marks, work));
    }

    /** A thread that has not started yet. */
    public static Thread unstarted(String name, Runnable work) {
        Map<String, String> marks = MDC.getCopyOfContextMap();
        return Thread.ofVirtual().name(name).unstarted(() -> run(marks, work));
    }

    /** A thread that has started. */
    public static Thread start(String name, Runnable work) {
        Thread thread = unstarted(name, work);
        thread.start();
        return thread;
    }

    private static void run(@Nullable Map<String, String> marks, Runnable work) {
        if (marks != null) {
            MDC.setContextMap(marks);
        }
        work.run(); // The thread ends with it, and its marks as well.
    }
}
