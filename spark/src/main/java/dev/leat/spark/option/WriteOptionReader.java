package dev.leat.spark.option;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the options of a write and gathers what is wrong with them. Used once. */
final class WriteOptionReader {

    static final List<String> KNOWN = List.of(
            "operation",
            "ids",
            "id-column",
            "version-column",
            "version-type",
            "routing-column",
            "exclude-columns",
            "json-columns",
            "nulls",
            "pipeline",
            "batch-bytes",
            "batch-docs",
            "batch-concurrency",
            "dead-letters",
            "refresh");

    private static final long MIB = 1L << 20;

    private final OptionReader options;

    WriteOptionReader(Map<String, String> given) {
        this.options = new OptionReader(given);
    }

    WriteOptions read() {
        WriteOptions read = new WriteOptions(
                options.connection(),
                index(),
                options.choice("operation", WriteOperation.class, WriteOperation.INDEX),
                options.choice("ids", IdSource.class, IdSource.COLUMN),
                options.text("id-column"),
                options.text("version-column"),
                options.choice("version-type", VersionType.class, VersionType.EXTERNAL),
                options.text("routing-column"),
                options.list("exclude-columns"),
                options.list("json-columns"),
                options.choice("nulls", Nulls.class, Nulls.OMIT),
                options.text("pipeline"),
                options.bytes("batch-bytes", 2 * MIB, 1, 100 * MIB),
                (int) options.number("batch-docs", 5_000, 1, 1_000_000),
                (int) options.number("batch-concurrency", 2, 1, 64),
                options.text("dead-letters"),
                options.isTrue("refresh", "true") ? Refresh.AT_END : Refresh.NEVER);
        check(read);
        if (!options.problems().isEmpty()) {
            throw new ConfigException(options.problems());
        }
        return read;
    }

    private String index() {
        @Nullable String own = options.text("write-index");
        String index = own == null ? options.index() : own;
        if (index.contains(",") || index.contains("*") || index.contains("{")) {
            problem("index", "rows are written to one index, alias or data stream, not to '" + index + "'");
        }
        return index;
    }

    private void check(WriteOptions read) {
        WriteOperation operation = read.operation();
        boolean versioned = read.versionColumn() != null;
        if (versioned && (operation == WriteOperation.CREATE || operation == WriteOperation.UPSERT)) {
            problem(
                    "version-column",
                    "Elasticsearch takes versions of your own only with operation 'index' or 'delete'");
        }
        if (read.ids() == IdSource.GENERATED && operation != WriteOperation.INDEX) {
            problem("ids", "'generated' goes with operation 'index' only; name an 'id-column'");
        }
        if (read.ids() == IdSource.GENERATED && (versioned || read.idColumn() != null)) {
            problem("ids", "'generated' goes neither with 'id-column' nor with 'version-column'");
        }
        if (read.pipeline() != null && operation == WriteOperation.DELETE) {
            problem("pipeline", "a delete goes through no pipeline");
        }
    }

    private void problem(String key, String message) {
        options.problems().add(new Problem(key, message));
    }
}
