package dev.leat.elastic.scan;

/** Whether a scan brings each document's sequence number and primary term, as compare-and-set writes need them. */
public enum Versions {
    WITH,
    WITHOUT
}
