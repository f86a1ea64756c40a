package dev.leat.spark.read;

import dev.leat.elastic.scan.Hit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** What Elasticsearch knows of a document besides its source; columns that are there for those who name them. */
enum Metadata {
    ID("_id", DataTypes.StringType, "the document's id"),
    INDEX("_index", DataTypes.StringType, "the index that holds the document"),
    VERSION("_version", DataTypes.LongType, "how often the document was written"),
    SOURCE("_source", DataTypes.StringType, "the whole document as JSON");

    private final String column;

    @SuppressWarnings("ImmutableEnumChecker") // Spark's types are immutable and do not say so.
    private final DataType type;

    private final String comment;

    Metadata(String column, DataType type, String comment) {
        this.column = column;
        this.type = type;
        this.comment = comment;
    }

    static Optional<Metadata> named(String name) {
        return Arrays.stream(values()).filter(one -> one.column.equals(name)).findFirst();
    }

    /** The value of a document's. */
    @Nullable
    Object of(Hit hit) {
        return switch (this) {
            case ID -> UTF8String.fromString(hit.id());
            case INDEX -> UTF8String.fromString(hit.index());
            case VERSION -> {
                String version = hit.firstDocValue(column);
                yield version == null ? null : Long.valueOf(version);
            }
            case SOURCE -> source(hit);
        };
    }

    private static UTF8String source(Hit hit) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(hit.sourceLength());
        try {
            hit.writeSourceLine(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return UTF8String.fromBytes(line.toByteArray());
    }

    /** As Spark wants to see it. */
    MetadataColumn toSpark() {
        return new Shown(column, type, comment);
    }

    private record Shown(String name, DataType dataType, String comment) implements MetadataColumn {}
}
