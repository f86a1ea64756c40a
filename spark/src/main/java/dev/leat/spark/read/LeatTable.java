package dev.leat.spark.read;

import dev.leat.spark.option.ReadOptions;
import dev.leat.spark.schema.IndexSchema;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** What {@code load(index)} names: the documents of indices as rows. */
public final class LeatTable implements SupportsRead, SupportsMetadataColumns {

    /** Tells loads apart in the names of Spark's plans, by which {@link Leases} knows whose jobs are whose. */
    private static final AtomicLong LOADS = new AtomicLong();

    private final ReadOptions options;
    private final IndexSchema schema;
    private final String name;

    public LeatTable(ReadOptions options, IndexSchema schema) {
        this.options = options;
        this.schema = schema;
        this.name = "leat:" + options.index() + "#" + LOADS.incrementAndGet();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    @SuppressWarnings("deprecation") // Spark makes its columns of it, and has no other way for the types of structs.
    public StructType schema() {
        return schema.type();
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public MetadataColumn[] metadataColumns() {
        return Arrays.stream(Metadata.values()).map(Metadata::toSpark).toArray(MetadataColumn[]::new);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap ignored) {
        return new LeatScanBuilder(options, schema, name);
    }
}
