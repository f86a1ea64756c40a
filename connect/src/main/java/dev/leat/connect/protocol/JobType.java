package dev.leat.connect.protocol;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a sync job does. */
public enum JobType {
    /** Brings the whole index in line with the source. */
    FULL,
    /** Brings in what has changed since the last sync. */
    INCREMENTAL,
    /** Brings in who may see what. */
    ACCESS_CONTROL,
    /** A spelling of another version of the protocol: it is kept, and nothing is done by it. */
    UNKNOWN;

    /** The constant of a spelling; {@link #UNKNOWN} of one that is not known, or of none. */
    public static JobType of(@Nullable String wire) {
        if (wire != null) {
            for (JobType each : values()) {
                if (each.wire().equals(wire.toLowerCase(Locale.ROOT))) {
                    return each;
                }
            }
        }
        return UNKNOWN;
    }

    /** As it is written in documents. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it writes documents: jobs that do exclude each other on one connector; access control runs beside. */
    public boolean isContent() {
        return this == FULL || this == INCREMENTAL;
    }
}
