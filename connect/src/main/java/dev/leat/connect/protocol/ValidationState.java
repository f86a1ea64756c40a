package dev.leat.connect.protocol;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is known of the rules of a filter. */
public enum ValidationState {
    /** They have been checked, and hold. */
    VALID,
    /** They have been checked, and cannot be used. */
    INVALID,
    /** They have been changed since, and no service has checked them. */
    EDITED,
    /** They are being written. */
    DRAFT,
    /** A spelling of another version of the protocol: it is kept, and nothing is done by it. */
    UNKNOWN;

    /** The constant of a spelling; {@link #UNKNOWN} of one that is not known, or of none. */
    public static ValidationState of(@Nullable String wire) {
        if (wire != null) {
            for (ValidationState each : values()) {
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
