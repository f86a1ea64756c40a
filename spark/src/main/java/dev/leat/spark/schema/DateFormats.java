package dev.leat.spark.schema;

import java.util.Set;

/** Which formats of dates are read here to the letter as Elasticsearch reads them; tests compare the two. */
final class DateFormats {

    private static final Set<String> CERTAIN = Set.of(
            "strict_date_optional_time",
            "strict_date_optional_time_nanos",
            "strict_date_time",
            "strict_date",
            "epoch_millis",
            "epoch_second");

    private DateFormats() {}

    /** Whether all alternatives of a format are certain. */
    static boolean isCertain(String format) {
        for (String alternative : format.split("\\|\\|", -1)) {
            if (!CERTAIN.contains(alternative)) {
                return false;
            }
        }
        return true;
    }
}
