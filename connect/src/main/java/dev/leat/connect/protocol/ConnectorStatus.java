package dev.leat.connect.protocol;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far a connector is on its way to work. */
public enum ConnectorStatus {
    /** It is there, and no service has seen it. */
    CREATED,
    /** Somebody has to give values to its settings. */
    NEEDS_CONFIGURATION,
    /** Its settings have values; no service has tried them. */
    CONFIGURED,
    /** A service has reached the source with them. */
    CONNECTED,
    /** Its settings do not work, or its last sync failed. */
    ERROR,
    /** A spelling of another version of the protocol: it is kept, and nothing is done by it. */
    UNKNOWN;

    /** The constant of a spelling; {@link #UNKNOWN} of one that is not known, or of none. */
    public static ConnectorStatus of(@Nullable String wire) {
        if (wire != null) {
            for (ConnectorStatus each : values()) {
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

    /** Whether the protocol allows a connector to go from here to there. */
    public boolean mayBecome(ConnectorStatus next) {
        return switch (this) {
            case CREATED -> next == NEEDS_CONFIGURATION || next == ERROR;
            case NEEDS_CONFIGURATION -> next == CONFIGURED;
            case CONFIGURED -> next == NEEDS_CONFIGURATION || next == CONNECTED || next == ERROR;
            case CONNECTED -> next == CONFIGURED || next == ERROR;
            case ERROR -> next == CONNECTED || next == CONFIGURED;
            case UNKNOWN -> false;
        };
    }
}
