/**
 * Writing documents in bulk: operations, guards and outcomes, and the {@link dev.leat.elastic.bulk.BulkWriter} that
 * carries every operation to exactly one outcome, in order per document, through refusals, outages and lost answers.
 * The parts below it (ordering, batching, concurrency, judging answers, verifying after a loss) are package-private and
 * free of I/O but for two classes. Knows nothing of where documents come from or what they mean.
 */
@NullMarked
package dev.leat.elastic.bulk;

import org.jspecify.annotations.NullMarked;
