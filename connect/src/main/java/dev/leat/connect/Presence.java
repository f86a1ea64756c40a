package dev.leat.connect;

/** Whether a setting must be given. */
public enum Presence {
    REQUIRED,
    OPTIONAL
}
