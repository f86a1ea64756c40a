package dev.leat.connect.mirror;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the mirror adds to the fields of every document, beside its own {@code _leat}. */
public sealed interface Stamp {

    /** Nothing. */
    record None() implements Stamp {}

    /**
     * What the connector protocol asks for: {@code id}, a copy of {@code _id}; {@code _timestamp}, that of the source as
     * it is, or else the time of writing; and if an ingest pipeline runs, a flag for each of its steps.
     *
     * @param sourceIdField where a field {@code id} of the source goes, unless it has a field of this name as well; null
     *     to leave it out, as the protocol has it
     * @param steps what the pipeline is asked to do; of no account when none runs
     */
    record Protocol(@Nullable String sourceIdField, Set<PipelineStep> steps) implements Stamp {

        public Protocol {
            steps = Set.copyOf(steps);
        }
    }

    /** A step of the pipeline, steered by a field of each document that says true or false. */
    enum PipelineStep {
        EXTRACT_BINARY_CONTENT("_extract_binary_content"),
        REDUCE_WHITESPACE("_reduce_whitespace"),
        RUN_ML_INFERENCE("_run_ml_inference");

        private final String field;

        PipelineStep(String field) {
            this.field = field;
        }

        /** The name of the field. */
        public String field() {
            return field;
        }
    }

    /** As the protocol has it, with all steps of the pipeline. */
    static Stamp protocol() {
        return new Protocol(null, EnumSet.allOf(PipelineStep.class));
    }

    /** What must be the same for a document to count as unchanged; empty for none. */
    default String fingerprint() {
        return switch (this) {
            case None none -> "";
            case Protocol(String sourceIdField, Set<PipelineStep> steps) ->
                "protocol " + sourceIdField
                        + steps.stream().map(PipelineStep::field).sorted().collect(Collectors.joining(","));
        };
    }
}
