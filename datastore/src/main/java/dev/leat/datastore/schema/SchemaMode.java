package dev.leat.datastore.schema;

/** What registering a collection may do to the cluster. */
public enum SchemaMode {

    /** Nothing, not even look. */
    NONE,

    /** Look, and refuse where anything would have to be created or changed. */
    VALIDATE,

    /** Create what is missing; refuse where anything would have to be changed. */
    CREATE_OR_VALIDATE,

    /** Create what is missing and add what can be added to a live index; refuse the rest. The usual choice. */
    UPDATE,

    /** As {@link #UPDATE}, and migrate to a new index where that is needed and nothing is lost by it. Writers wait. */
    MIGRATE
}
