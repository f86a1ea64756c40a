package dev.leat.spark.write;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.jspecify.annotations.Nullable;

/** What workers need to write. Travels with the secrets in it, and prints none. */
record TaskWriterFactory(WritePlan plan) implements DataWriterFactory {

    private static final long serialVersionUID = 1L;

    @Override
    public DataWriter<InternalRow> createWriter(int partition, long task) {
        @Nullable String folder = plan.options().deadLetters();
        @Nullable
        DeadLetterFile letters =
                folder == null ? null : new DeadLetterFile(hadoop(), folder, plan.job(), partition, task);
        return new TaskWriter(plan, plan.options().connection().connect(), partition, task, letters);
    }

    /** With what the application says in {@code spark.hadoop.*}, on the driver as on a worker. */
    static Configuration hadoop() {
        return SparkHadoopUtil.get().conf();
    }
}
