package dev.leat.datastore.query;

import dev.leat.datastore.query.Histogram.Gap;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Histograms over numbers. The edges are computed in decimals, so that 0.1 three times is 0.3. */
record NumberHistograms(Searches<?> searches, SearchBuilder<?> search) {

    Histogram<Long> whole(String path, long from, long to, long gap) {
        return compute(
                path, BigDecimal.valueOf(from), BigDecimal.valueOf(to), BigDecimal.valueOf(gap), BigDecimal::longValue);
    }

    Histogram<Double> decimal(String path, double from, double to, double gap) {
        if (!Double.isFinite(from) || !Double.isFinite(to) || !Double.isFinite(gap)) {
            throw new InvalidQueryException("a histogram of " + path + " needs finite bounds and a finite gap");
        }
        return compute(
                path,
                BigDecimal.valueOf(from),
                BigDecimal.valueOf(to),
                BigDecimal.valueOf(gap),
                BigDecimal::doubleValue);
    }

    private <K> Histogram<K> compute(
            String path, BigDecimal from, BigDecimal to, BigDecimal gap, Function<BigDecimal, K> key) {
        searches.model().requireNumber(path, "make a histogram of");
        Histogram.requireSpan(path, from.compareTo(to) < 0, from, to);
        if (gap.signum() <= 0) {
            throw new InvalidQueryException("a histogram of " + path + " needs a gap above 0, and not " + gap);
        }
        BigDecimal number = to.subtract(from).divide(gap, 0, java.math.RoundingMode.CEILING);
        if (number.compareTo(BigDecimal.valueOf(Histogram.MAX_BUCKETS)) > 0) {
            throw Histogram.tooMany(path, number.toPlainString());
        }
        List<Gap<K>> gaps = new ArrayList<>();
        for (BigDecimal edge = from; edge.compareTo(to) < 0; edge = edge.add(gap)) {
            BigDecimal next = edge.add(gap).min(to);
            gaps.add(new Gap<>(key.apply(edge), key.apply(next), edge.doubleValue(), next.doubleValue()));
        }
        return Histogram.compute(searches, query(path, from, to), path, gaps);
    }

    /** Only documents in the span need to be looked at. */
    private ObjectNode query(String path, BigDecimal from, BigDecimal to) {
        ObjectNode bounds = QueryJson.object();
        bounds.put("gte", from);
        bounds.put("lt", to);
        ObjectNode range = QueryJson.wrap("range", QueryJson.wrap(path, bounds));
        return search.queryAnd(new Query.Raw(range.toString()));
    }
}
