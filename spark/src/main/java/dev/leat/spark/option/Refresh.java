package dev.leat.spark.option;

/** Whether what a job wrote can be searched for as soon as the job is done. */
public enum Refresh {
    AT_END,
    NEVER
}
