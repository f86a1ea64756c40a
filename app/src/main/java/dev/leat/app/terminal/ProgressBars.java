package dev.leat.app.terminal;

import dev.leat.elastic.Progress;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Draws progress as a bar with count, rate and time left, when a person looks; else it is silent. */
public final class ProgressBars {

    private ProgressBars() {}

    /** Progress that somebody has to close in the end, so that the line of the bar is finished. */
    public interface ClosableProgress extends Progress, AutoCloseable {
        @Override
        void close();
    }

    /**
     * A bar on standard error, or nothing where that is no terminal.
     *
     * @param unit what one unit is called, such as {@code docs}
     * @param unitSize how many units of {@link Progress} make one that is shown, such as 1,000,000 bytes for MB
     */
    public static ClosableProgress open(Terminal terminal, String task, String unit, long unitSize) {
        return terminal.errIsTerminal() ? new Bar(terminal, task, unit, unitSize) : new Silence();
    }

    private static final class Silence implements ClosableProgress {
        @Override
        public void total(long units) {}

        @Override
        public void advance(long units) {}

        @Override
        public void note(String message) {}

        @Override
        public void close() {}
    }

    private static final class Bar implements ClosableProgress {
        private final ProgressBar bar;

        Bar(Terminal terminal, String task, String unit, long unitSize) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setInitialMax(-1)
                    .setUnit(" " + unit, unitSize)
                    .setUpdateIntervalMillis(200)
                    .showSpeed()
                    .setConsumer(new ConsoleProgressBarConsumer(terminal.err()))
                    .build();
        }

        @Override
        public void total(long units) {
            bar.maxHint(units);
        }

        @Override
        public void advance(long units) {
            bar.stepBy(units);
        }

        @Override
        public void note(String message) {
            bar.setExtraMessage(" " + message);
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
