package dev.leat.elastic.cluster;

/** Finds out whether a request whose answer was lost took effect, so that it is neither repeated nor given up blindly. */
@FunctionalInterface
public interface Verification {

    /** Looks at the cluster. May throw what {@link Cluster#perform} throws. */
    Finding check();

    /** What was found. */
    sealed interface Finding {

        /** It took effect; this is the answer to hand on. */
        record Applied(Response response) implements Finding {}

        /** It surely did not: it is sent again. */
        record NotApplied() implements Finding {}

        /** It cannot be told. */
        record Undecidable() implements Finding {}
    }
}
