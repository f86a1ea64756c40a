package dev.leat.app.command;

import dev.leat.elastic.ConfigException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What only an export as Parquet can be told. Names no class of Parquet's, for every scan has these options. */
final class ParquetOptions {

    /** Enough to find arrays in one document of a few hundred, read in about a second. */
    private static final int SAMPLE = 10_000;

    /** What a value does that its column has no room for. */
    enum MismatchAction {
        FAIL,
        JSON
    }

    @Option(
            names = "--array-fields",
            paramLabel = "F,…",
            split = ",",
            description = "Parquet: fields with arrays, besides those that a sample shows")
    @Nullable
    private List<String> arrayFields;

    @Option(
            names = "--sample-docs",
            paramLabel = "N",
            description = "Parquet: look at N documents for arrays (default: 10000)")
    @Nullable
    private Integer sampleDocuments;

    @Option(
            names = "--on-mismatch",
            paramLabel = "fail|json",
            description = "Parquet: a value that does not fit ends the scan (default), or goes to a column of JSON")
    @Nullable
    private MismatchAction onMismatch;

    List<String> arrayFields() {
        return arrayFields == null ? List.of() : arrayFields;
    }

    int sampleDocuments() {
        return sampleDocuments == null ? SAMPLE : sampleDocuments;
    }

    MismatchAction onMismatch() {
        return onMismatch == null ? MismatchAction.FAIL : onMismatch;
    }

    /** @throws ConfigException when they are wrong, or given for another format */
    void requireSense(boolean parquet) {
        if (sampleDocuments() < 0) {
            throw new ConfigException("--sample-docs", "must not be negative, but is " + sampleDocuments);
        }
        String given = arrayFields != null ? "--array-fields" : sampleDocuments != null ? "--sample-docs" : null;
        given = onMismatch != null ? "--on-mismatch" : given;
        if (given != null && !parquet) {
            throw new ConfigException(given, "goes with Parquet only: -o FILE.parquet or --format parquet");
        }
    }
}
