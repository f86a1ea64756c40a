package dev.leat.spark.write;

import java.util.List;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * What a task tells the driver when it is done.
 *
 * @param failures the first refusals, where there is no folder for dead letters
 */
record TaskReport(Counts counts, List<String> failures) implements WriterCommitMessage {

    private static final long serialVersionUID = 1L;

    TaskReport {
        failures = List.copyOf(failures);
    }
}
