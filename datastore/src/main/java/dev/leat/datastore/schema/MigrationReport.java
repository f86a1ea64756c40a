package dev.leat.datastore.schema;

/**
 * What a migration did.
 *
 * @param from the index that was in use; kept, blocked for writes, for {@link CollectionSchema#rollback}
 * @param to the index that is in use now
 * @param documents how many were copied and compared
 */
public record MigrationReport(String from, String to, long documents) {}
