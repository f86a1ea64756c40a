package dev.leat.elastic.bulk;

/** What the name in an operation may stand for. */
public enum Target {

    /** An index, a data stream, or an alias. */
    INDEX_OR_ALIAS,

    /** Only an alias: a missing one is an error, never an index that Elasticsearch makes by itself. */
    ALIAS_ONLY
}
