package dev.leat.app.ingest;

import dev.leat.connect.service.ServiceSettings.Action;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code elastic-ingest} can be asked to do. */
public enum IngestAction {
    SCHEDULE,
    SYNC_CONTENT,
    SYNC_ACCESS_CONTROL,
    CLEANUP,
    /** All four above; the name is that of the first releases of Elastic's service. */
    POLL,
    LIST,
    CONFIG;

    /** As it is written on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All words, for help and messages. */
    public static String words() {
        return Arrays.stream(values()).map(IngestAction::word).collect(Collectors.joining(", "));
    }

    /** The loops that actions stand for; all when none is named. */
    static Set<Action> loops(List<IngestAction> actions) {
        EnumSet<Action> loops = EnumSet.noneOf(Action.class);
        for (IngestAction action : actions) {
            switch (action) {
                case SCHEDULE -> loops.add(Action.SCHEDULE);
                case SYNC_CONTENT -> loops.add(Action.SYNC_CONTENT);
                case SYNC_ACCESS_CONTROL -> loops.add(Action.SYNC_ACCESS_CONTROL);
                case CLEANUP -> loops.add(Action.CLEANUP);
                case POLL -> loops.addAll(EnumSet.allOf(Action.class));
                case LIST, CONFIG -> {}
            }
        }
        return loops.isEmpty() ? EnumSet.allOf(Action.class) : loops;
    }
}
