/**
 * The batch writer: what a job, and each of its tasks, does with rows. Every attempt of a task can be repeated without a
 * document coming twice; what is refused is a dead letter, or fails the job. Stands on the bulk writer of {@code elastic};
 * knows nothing of reading.
 */
@NullMarked
package dev.leat.spark.write;

import org.jspecify.annotations.NullMarked;
