package dev.leat.spark.write;

import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** The figures of a write that Spark's pages show. */
final class WriteMetrics {

    private WriteMetrics() {}

    /** Documents in the index. */
    public static final class Written extends CustomSumMetric {
        @Override
        public String name() {
            return "documentsWritten";
        }

        @Override
        public String description() {
            return "documents written";
        }
    }

    /** Rows that had no newer version than the index. */
    public static final class Skipped extends CustomSumMetric {
        @Override
        public String name() {
            return "documentsSkipped";
        }

        @Override
        public String description() {
            return "documents unchanged or skipped";
        }
    }

    /** Rows that could not be written. */
    public static final class Refused extends CustomSumMetric {
        @Override
        public String name() {
            return "documentsRefused";
        }

        @Override
        public String description() {
            return "documents refused (dead letters)";
        }
    }

    /** Bytes of bulk requests. */
    public static final class Sent extends CustomSumMetric {
        @Override
        public String name() {
            return "bytesSent";
        }

        @Override
        public String description() {
            return "bytes sent";
        }
    }

    private record Value(String name, long value) implements CustomTaskMetric {}

    static CustomMetric[] all() {
        return new CustomMetric[] {new Written(), new Skipped(), new Refused(), new Sent()};
    }

    static CustomTaskMetric[] of(Counts counts) {
        return new CustomTaskMetric[] {
            new Value("documentsWritten", counts.written()),
            new Value("documentsSkipped", counts.unchanged() + counts.skipped()),
            new Value("documentsRefused", counts.refused()),
            new Value("bytesSent", counts.bytes())
        };
    }
}
