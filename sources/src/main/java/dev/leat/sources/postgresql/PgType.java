package dev.leat.sources.postgresql;

/**
 * A type as the catalog has it.
 *
 * @param schema where it is defined
 * @param base its name; that of the underlying type of a domain
 * @param isArray whether its values are arrays
 */
record PgType(String schema, String name, String base, boolean isArray) {

    /** SQL for a value of this type without limits on its length. */
    String cast() {
        return "?::" + PostgresqlDialect.quoted(schema) + "." + PostgresqlDialect.quoted(name);
    }
}
