package dev.leat.spark.write;

import dev.leat.elastic.LeatException;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.spark.option.Refresh;
import dev.leat.spark.option.WriteOptions;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job that writes, on the driver: hands out the work, and says in the end what became of it. */
final class IndexWrite implements Write, BatchWrite {

    private static final Logger LOGGER = LoggerFactory.getLogger(IndexWrite.class);

    /** Enough to see what is wrong. */
    private static final int NAMED = 5;

    private final WritePlan plan;

    IndexWrite(WritePlan plan) {
        this.plan = plan;
    }

    @Override
    public String description() {
        return plan.toString();
    }

    @Override
    public BatchWrite toBatch() {
        return this;
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return WriteMetrics.all();
    }

    @Override
    public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
        return new TaskWriterFactory(plan);
    }

    @Override
    public void commit(WriterCommitMessage[] messages) {
        Counts counts = Counts.none();
        List<String> failures = new ArrayList<>();
        for (WriterCommitMessage message : messages) {
            if (message instanceof TaskReport report) {
                counts = counts.plus(report.counts());
                failures.addAll(report.failures());
            }
        }
        clean();
        refresh();
        report(counts, failures);
    }

    private void report(Counts counts, List<String> failures) {
        WriteOptions options = plan.options();
        if (counts.refused() == 0) {
            LOGGER.atInfo()
                    .addKeyValue("index", options.index())
                    .addKeyValue("counts", counts)
                    .log("The rows are written");
        } else if (options.deadLetters() != null) {
            LOGGER.atWarn()
                    .addKeyValue("index", options.index())
                    .addKeyValue("counts", counts)
                    .addKeyValue("folder", options.deadLetters())
                    .addKeyValue("files", plan.job() + "-part-*.rejected.ndjson")
                    .log("Rows were refused; they are in dead letters");
        } else {
            String first = String.join(" | ", failures.subList(0, Math.min(NAMED, failures.size())));
            throw new RejectedException(
                    0,
                    "refused_rows",
                    "index '" + options.index() + "': " + counts + "; the first refusals: " + first
                            + "; what was written stays; mend these, or name a folder for them with 'dead-letters'");
        }
    }

    private void refresh() {
        if (plan.options().refresh() == Refresh.AT_END) {
            try (Cluster cluster = plan.options().connection().connect()) {
                new Indices(cluster).refresh(plan.options().index());
            } catch (LeatException e) {
                LOGGER.atWarn()
                        .addKeyValue("index", plan.options().index())
                        .setCause(e)
                        .log(
                                "The rows are written and the index is not refreshed; searches will find all of them later");
            }
        }
    }

    /** There is nothing to take back: what was written stays, and a job that is run again writes the same documents. */
    @Override
    public void abort(WriterCommitMessage[] messages) {
        clean();
    }

    private void clean() {
        @Nullable String folder = plan.options().deadLetters();
        if (folder != null) {
            DeadLetterFile.clean(TaskWriterFactory.hadoop(), folder, plan.job());
        }
    }

    @Override
    public String toString() {
        return plan.toString();
    }
}
