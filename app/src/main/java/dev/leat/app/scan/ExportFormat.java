package dev.leat.app.scan;

import java.util.Locale;

/** What an export is written as. */
public enum ExportFormat {
    /** A JSON document a line. */
    NDJSON,
    /** A table, see {@link CsvFormat}. */
    CSV,
    /** Columns with types, in Apache Parquet's format. */
    PARQUET;

    /** As the option, names of files and manifests call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the name of a file says. */
    public static ExportFormat ofName(String name) {
        String plain = name.replaceFirst("\\.(gz|zstd?)$", "");
        if (plain.endsWith(".parquet")) {
            return PARQUET;
        }
        return plain.endsWith(".csv") ? CSV : NDJSON;
    }
}
