package dev.leat.datastore.document;

/**
 * Where a document is to be looked for.
 *
 * @param index a concrete index
 */
public record Place(String index, String id) {}
