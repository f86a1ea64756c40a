package dev.leat.spark.filter;

/** How a value lies to another. */
public enum Comparison {
    LESS("<"),
    AT_MOST("<="),
    MORE(">"),
    AT_LEAST(">=");

    private final String sign;

    Comparison(String sign) {
        this.sign = sign;
    }

    String sign() {
        return sign;
    }

    /** What holds of two values, neither of them null, if and only if this does not. */
    Comparison opposite() {
        return switch (this) {
            case LESS -> AT_LEAST;
            case AT_MOST -> MORE;
            case MORE -> AT_MOST;
            case AT_LEAST -> LESS;
        };
    }

    /** The same with its sides changed. */
    Comparison mirrored() {
        return switch (this) {
            case LESS -> MORE;
            case AT_MOST -> AT_LEAST;
            case MORE -> LESS;
            case AT_LEAST -> AT_MOST;
        };
    }

    boolean isUpward() {
        return this == MORE || this == AT_LEAST;
    }

    /** Elasticsearch's word for it. */
    String bound() {
        return switch (this) {
            case LESS -> "lt";
            case AT_MOST -> "lte";
            case MORE -> "gt";
            case AT_LEAST -> "gte";
        };
    }
}
