package dev.leat.elastic.bulk;

/** An operation with the outcome that it is about to be reported with. */
record Settled(Entry entry, WriteOutcome outcome) {}
