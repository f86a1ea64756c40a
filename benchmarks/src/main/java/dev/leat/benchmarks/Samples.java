package dev.leat.benchmarks;

import java.util.Arrays;
import java.util.List;

/** Numbers measured one after the other for the same thing. At least one. */
record Samples(List<Double> values) {

    Samples {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
    }

    double median() {
        double[] sorted = sorted();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double least() {
        return sorted()[0];
    }

    double most() {
        return sorted()[values.size() - 1];
    }

    /** Each value divided by the one of the other's at the same place; what came late on both sides is left out. */
    Samples dividedBy(Samples other) {
        int pairs = Math.min(values.size(), other.values.size());
        Double[] ratios = new Double[pairs];
        for (int i = 0; i < pairs; i++) {
            ratios[i] = values.get(i) / other.values.get(i);
        }
        return new Samples(Arrays.asList(ratios));
    }

    private double[] sorted() {
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
