package dev.leat.app.scan;

import java.util.Locale;

/** What an export is written as. */
public enum ExportFormat {
    /** A JSON document a line. */
    NDJSON(Recount.Records.LINES),
    /** A table, see {@link CsvFormat}. */
    CSV(Recount.Records.CSV);

    private final Recount.Records records;

    ExportFormat(Recount.Records records) {
        this.records = records;
    }

    /** As the option, names of files and manifests call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How its documents are counted. */
    public Recount.Records records() {
        return records;
    }

    /** What the name of a file says. */
    public static ExportFormat ofName(String name) {
        return name.matches("(?s).*\\.csv(\\.gz|\\.zstd?)?") ? CSV : NDJSON;
    }
}
