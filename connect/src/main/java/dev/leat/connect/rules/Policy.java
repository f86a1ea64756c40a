package dev.leat.connect.rules;

/** What a rule does with the documents that it matches. */
public enum Policy {
    INCLUDE,
    EXCLUDE
}
