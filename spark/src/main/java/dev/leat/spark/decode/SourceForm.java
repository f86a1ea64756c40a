package dev.leat.spark.decode;

/** What Elasticsearch did to a document's source before it sent it. */
public enum SourceForm {
    STORED,
    /** Left fields out, and wrote decimal fractions anew, as doubles. */
    FILTERED
}
