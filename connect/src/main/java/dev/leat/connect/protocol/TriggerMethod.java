package dev.leat.connect.protocol;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a sync job was made. */
public enum TriggerMethod {
    /** Somebody asked for it. */
    ON_DEMAND,
    /** It was due. */
    SCHEDULED,
    /** A spelling of another version of the protocol: it is kept, and nothing is done by it. */
    UNKNOWN;

    /** The constant of a spelling; {@link #UNKNOWN} of one that is not known, or of none. */
    public static TriggerMethod of(@Nullable String wire) {
        if (wire != null) {
            for (TriggerMethod each : values()) {
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
}
