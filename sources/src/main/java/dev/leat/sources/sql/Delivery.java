package dev.leat.sources.sql;

import dev.leat.connect.SourceDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a reading thread hands to the one that owns the sink. */
sealed interface Delivery {

    /**
     * What is going to be read.
     *
     * @param readers how many threads will do it, each of which says when it is done
     */
    record Plan(RowPosition position, int readers) implements Delivery {}

    /**
     * Documents in their order.
     *
     * @param range which of the ranges of the table they belong to
     * @param rest what is left of the range behind them; null when it is read to its end
     * @param place whether reading may go on from here another time
     */
    record Page(
            int range,
            List<SourceDocument> documents,
            @Nullable KeyRange rest,
            Place place) implements Delivery {}

    /** Whether a place in a table can be found again. */
    enum Place {
        FINDABLE,
        LOST
    }

    /** The thread has nothing more to read. */
    record Done() implements Delivery {}

    /** The thread could not read on. */
    record Failed(Exception reason) implements Delivery {}
}
