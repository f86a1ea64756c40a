package dev.leat.spark.option;

/** Whether Elasticsearch does a part of the query's work. The rows are the same either way. */
public enum PushDown {
    ON,
    OFF
}
