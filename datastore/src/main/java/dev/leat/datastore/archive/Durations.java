package dev.leat.datastore.archive;

import java.time.Duration;

/** Durations as Elasticsearch writes them. */
final class Durations {

    private Durations() {}

    /** In the largest unit that holds it exactly, as Elasticsearch hands it back: {@code 30d}, {@code 90s}. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0 || millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
