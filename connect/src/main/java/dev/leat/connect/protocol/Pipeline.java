package dev.leat.connect.protocol;

import dev.leat.datastore.mapping.Default;
import dev.leat.datastore.mapping.Extra;
import dev.leat.datastore.mapping.Name;
import java.util.Map;

/**
 * The ingest pipeline that documents of a connector go through, and what it is told to do with each.
 *
 * @param name of the pipeline
 * @param extractBinaryContent whether text is taken out of attached files
 * @param reduceWhitespace whether runs of white space become one blank
 * @param runMlInference whether models run that are attached to the index
 */
public record Pipeline(
        @Default(STANDARD) String name,
        @Name("extract_binary_content") @Default("true") boolean extractBinaryContent,
        @Name("reduce_whitespace") @Default("true") boolean reduceWhitespace,
        @Name("run_ml_inference") @Default("true") boolean runMlInference,
        @Extra Map<String, Object> extra) {

    /** The pipeline that full distributions of Elasticsearch 9 bring along. */
    static final String STANDARD = "search-default-ingestion";

    /** What counts where a connector says nothing. */
    public static Pipeline standard() {
        return new Pipeline(STANDARD, true, true, true, Map.of());
    }
}
