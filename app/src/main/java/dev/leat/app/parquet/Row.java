package dev.leat.app.parquet;

import org.jspecify.annotations.Nullable;

/**
 * A document in the form of its columns. A group is an array of its fields' values, a list a {@code List}.
 *
 * @param values one for each column; null where there is none
 * @param mismatches what did not fit, as JSON; null when all did
 */
record Row(
        String index,
        String id,
        @Nullable String routing,
        @Nullable Object[] values,
        @Nullable String mismatches) {}
