package dev.leat.sources.mongodb;

import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Which documents of a collection are wanted. */
sealed interface MongoRule {

    /** All of them. */
    record Everything() implements MongoRule {}

    /**
     * Those that a query finds.
     *
     * @param limit how many at most; 0 for all
     * @param batchSize documents per batch; null for the setting
     * @param maxTimeMillis how long the server may work; 0 for any time
     * @param options the switches that are on
     */
    record Find(
            BsonDocument filter,
            @Nullable BsonDocument projection,
            int skip,
            int limit,
            @Nullable Integer batchSize,
            long maxTimeMillis,
            List<Option> options)
            implements MongoRule {
        public Find {
            options = List.copyOf(options);
        }

        /** Whether the documents may be read in pieces: otherwise the server's count of them would begin anew. */
        boolean isDivisible() {
            return skip == 0 && limit == 0 && !options.contains(Option.RETURN_KEY);
        }
    }

    /** What a pipeline makes of them. */
    record Aggregate(
            List<BsonDocument> pipeline,
            boolean allowsDisk,
            long maxTimeMillis,
            @Nullable Integer batchSize,
            @Nullable BsonDocument variables)
            implements MongoRule {
        public Aggregate {
            pipeline = List.copyOf(pipeline);
        }
    }

    /** A switch of a query. */
    enum Option {
        NO_CURSOR_TIMEOUT,
        ALLOW_PARTIAL_RESULTS,
        RETURN_KEY,
        SHOW_RECORD_ID,
        ALLOW_DISK_USE
    }
}
