package dev.leat.datastore.query;

import dev.leat.datastore.query.Histogram.Gap;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Histograms over dates, which Elasticsearch keeps in whole milliseconds. */
record DateHistograms(Searches<?> searches, SearchBuilder<?> search) {

    Histogram<Instant> fixed(String path, Instant from, Instant to, Duration gap) {
        searches.model().requireDate(path, "make a histogram of dates of");
        Histogram.requireSpan(path, from.isBefore(to), from, to);
        if (gap.toMillis() < 1) {
            throw new InvalidQueryException("a histogram of " + path + " needs a gap of 1 ms or more, and not " + gap);
        }
        long number = Duration.between(from, to).dividedBy(gap);
        if (number > Histogram.MAX_BUCKETS) {
            throw Histogram.tooMany(path, Long.toString(number));
        }
        List<Gap<Instant>> gaps = new ArrayList<>();
        for (Instant edge = from; edge.isBefore(to); edge = edge.plus(gap)) {
            Instant next = edge.plus(gap).isBefore(to) ? edge.plus(gap) : to;
            gaps.add(new Gap<>(edge, next, edge.toEpochMilli(), next.toEpochMilli()));
        }
        return Histogram.compute(searches, query(path, from, to), path, gaps);
    }

    Histogram<ZonedDateTime> calendar(String path, Instant from, Instant to, CalendarUnit unit, ZoneId zone) {
        searches.model().requireDate(path, "make a histogram of dates of");
        Histogram.requireSpan(path, from.isBefore(to), from, to);
        List<Gap<ZonedDateTime>> gaps = new ArrayList<>();
        ZonedDateTime begin = unit.begin(from.atZone(zone));
        while (begin.toInstant().isBefore(to)) {
            if (gaps.size() == Histogram.MAX_BUCKETS) {
                throw Histogram.tooMany(path, "more than " + Histogram.MAX_BUCKETS);
            }
            ZonedDateTime next = unit.next(begin);
            Instant countedFrom = begin.toInstant().isBefore(from) ? from : begin.toInstant();
            Instant countedTo = next.toInstant().isAfter(to) ? to : next.toInstant();
            gaps.add(new Gap<>(begin, next, countedFrom.toEpochMilli(), countedTo.toEpochMilli()));
            begin = next;
        }
        return Histogram.compute(searches, query(path, from, to), path, gaps);
    }

    /** Only documents in the span need to be looked at. */
    private ObjectNode query(String path, Instant from, Instant to) {
        ObjectNode bounds = QueryJson.object();
        bounds.put("gte", from.toEpochMilli());
        bounds.put("lt", to.toEpochMilli());
        bounds.put("format", "epoch_millis");
        ObjectNode range = QueryJson.wrap("range", QueryJson.wrap(path, bounds));
        return search.queryAnd(new Query.Raw(range.toString()));
    }
}
