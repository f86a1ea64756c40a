package dev.leat.connect.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a worker is done with a sync job. */
public sealed interface Ending {

    /**
     * It has done all.
     *
     * @param cursor where the next incremental sync goes on; null keeps the cursor that the connector has
     */
    record Completed(@Nullable Map<String, ? extends @Nullable Object> cursor) implements Ending {}

    /** It failed; the text is for people, and holds no secrets. */
    record Failed(String error) implements Ending {}

    /** It stopped because somebody wanted so. */
    record Canceled() implements Ending {}

    /** It stopped part-way, and the job waits to go on. */
    record Suspended() implements Ending {}

    /** The status that this comes to. */
    default JobStatus status() {
        return switch (this) {
            case Completed completed -> JobStatus.COMPLETED;
            case Failed failed -> JobStatus.ERROR;
            case Canceled canceled -> JobStatus.CANCELED;
            case Suspended suspended -> JobStatus.SUSPENDED;
        };
    }
}
