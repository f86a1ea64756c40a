package dev.leat.spark.write;

import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.bulk.BulkSettings;
import dev.leat.elastic.bulk.BulkWriter;
import dev.leat.elastic.bulk.Target;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.RetryPolicy;
import dev.leat.spark.option.IdSource;
import dev.leat.spark.option.WriteOptions;
import dev.leat.spark.schema.TargetMapping.NameKind;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.jspecify.annotations.Nullable;

/** One attempt of a task: writes its rows, and commits when each of them has its outcome. Not thread-safe. */
final class TaskWriter implements DataWriter<InternalRow> {

    /** What is in flight is at most eight requests, so this is for a slow cluster; an outage is waited out besides. */
    private static final Duration LAST_REQUESTS = Duration.ofMinutes(5);

    private final Cluster cluster;
    private final Operations operations;
    private final Refusals refusals;
    private final Outcomes outcomes;
    private final ConflictJudge judge;
    private final BulkWriter bulk;
    private long unread;

    TaskWriter(WritePlan plan, Cluster cluster, int partition, long attempt, @Nullable DeadLetterFile letters) {
        boolean generated = plan.options().ids() == IdSource.GENERATED;
        this.cluster = cluster;
        this.operations = new Operations(plan, partition, attempt);
        this.refusals = new Refusals(letters);
        this.outcomes = new Outcomes(
                refusals, generated ? Outcomes.VersionRule.OF_THE_ATTEMPT : Outcomes.VersionRule.OF_THE_ROW);
        this.judge = new ConflictJudge(cluster, outcomes);
        this.bulk = BulkWriter.open(cluster, settings(plan), outcomes);
    }

    private static BulkSettings settings(WritePlan plan) {
        WriteOptions options = plan.options();
        Duration patience = options.connection().patience();
        return BulkSettings.standard()
                .withMaxRequestBytes(options.batchBytes())
                .withMaxRequestOperations(options.batchDocuments())
                .withMaxConcurrency(options.batchConcurrency())
                .withMaxBytesInFlight(Math.max(16L << 20, 2L * options.batchConcurrency() * options.batchBytes()))
                .withRetryPolicy(RetryPolicy.within(patience))
                .withFinishDeadline(patience.plus(LAST_REQUESTS))
                .withPipeline(options.pipeline())
                .withTarget(plan.mapping().kind() == NameKind.ALIAS ? Target.ALIAS_ONLY : Target.INDEX_OR_ALIAS);
    }

    @Override
    public void write(InternalRow row) {
        if (refusals.areTooMany()) {
            unread++;
            return;
        }
        Operations.Made made = operations.of(row);
        if (made.problem() == null) {
            bulk.write(made.operation());
        } else {
            outcomes.refuse(made.operation(), made.problem());
        }
        if (outcomes.openConflicts() >= ConflictJudge.MOST) {
            judge.settle();
        }
    }

    /** Waits for the outcomes before it returns: after that Spark takes the figures for its pages, and before the commit. */
    @Override
    public void writeAll(Iterator<InternalRow> rows) throws IOException {
        DataWriter.super.writeAll(rows);
        bulk.flush();
        judge.settle();
    }

    @Override
    public WriterCommitMessage commit() {
        bulk.finish();
        judge.settle();
        @Nullable String doubt = outcomes.doubt();
        if (doubt != null) {
            throw new UnavailableException("not all rows of the task were written for certain: " + doubt, null);
        }
        refusals.commit();
        return new TaskReport(counts(), refusals.first());
    }

    private Counts counts() {
        return outcomes.counts(unread, bulk.report().bytes());
    }

    @Override
    public void abort() {
        bulk.cancel();
        refusals.discard();
    }

    @Override
    public void close() {
        bulk.cancel();
        cluster.close();
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return WriteMetrics.of(counts());
    }
}
