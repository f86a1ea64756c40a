package dev.leat.datastore.document;

/**
 * A document as it is stored.
 *
 * @param version what a replace or a delete on condition that nobody changed it meanwhile takes
 */
public record Stored<T>(String id, T value, VersionToken version) {}
