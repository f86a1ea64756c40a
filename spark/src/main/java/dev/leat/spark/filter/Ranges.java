package dev.leat.spark.filter;

import dev.leat.spark.filter.Pushed.Accuracy;
import dev.leat.spark.schema.Search;
import dev.leat.spark.schema.Search.Family;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes ranges. */
final class Ranges {

    /** Half precision has eleven bits: no number is further from its rounded form than this part of it. */
    private static final double HALF_PART = 0x1p-10;

    /** Nor, near zero, further than this. */
    private static final double HALF_LEAST = 0x1p-23;

    /** Beyond, half precision comes near its end, and a search there is an error. */
    private static final float HALF_MOST = 60_000;

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long YEAR_0 = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond() * MICROS_PER_SECOND;
    private static final long YEAR_9999 = Instant.parse("9999-12-30T00:00:00Z").getEpochSecond() * MICROS_PER_SECOND;
    private static final long NANOS_END = Instant.parse("2262-01-01T00:00:00Z").getEpochSecond() * MICROS_PER_SECOND;

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Ranges() {}

    private static Pushed range(Search search, Accuracy accuracy, Consumer<ObjectNode> bounds) {
        return Pushed.of(
                accuracy,
                search,
                query -> bounds.accept(query.putObject("range").putObject(search.field())));
    }

    static Pushed of(Search search, Comparison how, Object value) {
        return range(search, Accuracy.EXACT, bounds -> bounds.putPOJO(how.bound(), value));
    }

    static Pushed between(Search search, double least, double most) {
        return range(search, Accuracy.EXACT, bounds -> bounds.put("gte", least).put("lte", most));
    }

    /** For Spark the two zeros are equal, for an index the negative one is less. */
    static Pushed ofDouble(Search search, Comparison how, double value) {
        double bound = value;
        if (value == 0) {
            bound = how == Comparison.LESS || how == Comparison.AT_LEAST ? -0.0 : 0.0;
        }
        double sent = bound;
        return range(search, Accuracy.EXACT, bounds -> bounds.put(how.bound(), sent));
    }

    /** What may equal a number that the index may have rounded otherwise. */
    static @Nullable Pushed around(Search search, float value) {
        if (!isSafe(search, value)) {
            return null;
        }
        return range(search, Accuracy.SUPERSET, bounds -> {
            bounds.put("gte", below(search, value));
            bounds.put("lte", above(search, value));
        });
    }

    /** What may lie so to a number that the index may have rounded otherwise. */
    static @Nullable Pushed near(Search search, Comparison how, float value) {
        if (!isSafe(search, value)) {
            return null;
        }
        return range(search, Accuracy.SUPERSET, bounds -> {
            if (how.isUpward()) {
                bounds.put("gte", below(search, value));
            } else {
                bounds.put("lte", above(search, value));
            }
        });
    }

    private static boolean isSafe(Search search, float value) {
        return search.family() == Family.HALF_FLOAT ? Math.abs(value) <= HALF_MOST : Math.abs(value) < Float.MAX_VALUE;
    }

    private static double below(Search search, float value) {
        return search.family() == Family.HALF_FLOAT
                ? value - Math.abs(value) * HALF_PART - HALF_LEAST
                : Math.nextDown(value);
    }

    private static double above(Search search, float value) {
        return search.family() == Family.HALF_FLOAT
                ? value + Math.abs(value) * HALF_PART + HALF_LEAST
                : Math.nextUp(value);
    }

    /** What equals a moment: exactly with nanoseconds, and with milliseconds perhaps more. */
    static @Nullable Pushed moment(Search search, long micros) {
        if (!isSafe(search, micros)) {
            return null;
        }
        boolean nanos = search.family() == Family.DATE_NANOS;
        long first = nanos ? micros : milli(micros);
        long end = nanos ? micros + 1 : first + MICROS_PER_MILLI;
        return range(search, nanos ? Accuracy.EXACT : Accuracy.SUPERSET, bounds -> {
            bounds.put("gte", date(search, first)).put("lt", date(search, end)).put("format", "strict_date_time");
        });
    }

    /**
     * What lies so to a moment. The index cuts off what is finer than its unit, the column what is finer than a
     * microsecond, so that bounds between two units must be widened.
     */
    static @Nullable Pushed ofMoment(Search search, Comparison how, long micros) {
        if (!isSafe(search, micros)) {
            return null;
        }
        boolean nanos = search.family() == Family.DATE_NANOS;
        long unit = nanos ? 1 : MICROS_PER_MILLI;
        long floor = nanos ? micros : milli(micros);
        boolean exact = nanos || (floor == micros && (how == Comparison.AT_LEAST || how == Comparison.LESS));
        long bound = switch (how) {
            case AT_LEAST -> floor;
            case MORE -> nanos ? micros + 1 : floor;
            case LESS -> floor == micros ? micros : floor + unit;
            case AT_MOST -> floor + unit;
        };
        return range(search, exact ? Accuracy.EXACT : Accuracy.SUPERSET, bounds -> {
            bounds.put(how.isUpward() ? "gte" : "lt", date(search, bound)).put("format", "strict_date_time");
        });
    }

    private static long milli(long micros) {
        return Math.floorDiv(micros, MICROS_PER_MILLI) * MICROS_PER_MILLI;
    }

    /** Whether the moment can be written, and be compared with what the index holds. */
    private static boolean isSafe(Search search, long micros) {
        return search.family() == Family.DATE_NANOS
                ? micros > 0 && micros < NANOS_END
                : micros > YEAR_0 && micros < YEAR_9999;
    }

    private static String date(Search search, long micros) {
        Instant instant = Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1_000);
        String text = DATE.format(instant);
        // An index of milliseconds takes finer dates as well; it is only that ours are none.
        return search.family() == Family.DATE_NANOS ? text : text.substring(0, text.length() - 7) + "Z";
    }
}
