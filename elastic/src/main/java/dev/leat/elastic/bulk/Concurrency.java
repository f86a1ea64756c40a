package dev.leat.elastic.bulk;

/**
 * Finds out how many requests at once do good, by additive increase and multiplicative decrease: one more after a window
 * of clean answers as long as throughput does not fall, half as many when the cluster has no room (429). Only windows in
 * which every slot was used count, for otherwise the slots were not what limited. Pure; the writer's lock guards it.
 */
final class Concurrency {

    /** Answers per slot that a window lasts: fewer would measure noise. */
    private static final int ANSWERS_PER_SLOT = 4;

    /** Throughput varies from window to window by about this much without any reason. */
    private static final double NOISE = 0.97;

    /** Windows to wait before one more is tried again after it did no good. */
    private static final int HOLD_AFTER_LOSS = 16;

    private static final int HOLD_AFTER_OVERLOAD = 4;

    private static final int START = 2;

    private final int ceiling;
    private int limit;
    private boolean measuring;
    private long windowStart;
    private long windowBytes;
    private int windowAnswers;
    private boolean windowSaturated;
    private boolean grown;
    private double rateBefore;
    private int hold;
    private boolean cut;
    private long lastCut;

    Concurrency(int ceiling) {
        this.ceiling = ceiling;
        this.limit = Math.min(START, ceiling);
    }

    /** How many requests may be under way now; from 1 to the ceiling. */
    int limit() {
        return limit;
    }

    /**
     * A request was answered and the cluster had room for all of it.
     *
     * @param underWay requests at that time, this one included
     */
    void answered(long bytes, int underWay, long now) {
        if (!measuring) {
            startWindow(now);
            return;
        }
        windowBytes += bytes;
        windowAnswers++;
        windowSaturated &= underWay >= limit;
        if (windowAnswers >= ANSWERS_PER_SLOT * limit) {
            endWindow(now);
            startWindow(now);
        }
    }

    private void startWindow(long now) {
        measuring = true;
        windowStart = now;
        windowBytes = 0;
        windowAnswers = 0;
        windowSaturated = true;
    }

    private void endWindow(long now) {
        if (!windowSaturated) {
            return;
        }
        double rate = windowBytes / (double) Math.max(1, now - windowStart);
        if (grown && rate < rateBefore * NOISE) {
            limit = Math.max(1, limit - 1);
            hold = HOLD_AFTER_LOSS;
            grown = false;
            return;
        }
        grown = false;
        if (hold > 0) {
            hold--;
        } else if (limit < ceiling) {
            rateBefore = rate;
            limit++;
            grown = true;
        }
    }

    /** A request, or something in it, was refused for lack of room. */
    void overloaded(long sentAt, long now) {
        measuring = false;
        grown = false;
        // What was sent before the last cut says nothing about the limit since.
        if (!cut || sentAt - lastCut >= 0) {
            cut = true;
            lastCut = now;
            limit = Math.max(1, limit / 2);
            hold = HOLD_AFTER_OVERLOAD;
        }
    }

    /** A request came to nothing for another reason: the window it was in measures nothing. */
    void disturbed() {
        measuring = false;
        grown = false;
    }
}
