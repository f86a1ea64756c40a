package dev.leat.spark.read;

import dev.leat.spark.option.ReadOptions;
import dev.leat.spark.schema.IndexSchema;
import dev.leat.spark.write.LeatWriteBuilder;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/** What {@code load(index)} and {@code save(index)} name: the documents of indices as rows. */
public final class LeatTable implements SupportsRead, SupportsWrite, SupportsMetadataColumns {

    /** Tells loads apart in the names of Spark's plans, by which {@link Leases} knows whose jobs are whose. */
    private static final AtomicLong LOADS = new AtomicLong();

    private final Map<String, String> given;
    private final ReadOptions options;
    private final StructType type;
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable IndexSchema schema;

    /** A table whose columns the mapping says. */
    public LeatTable(Map<String, String> given, ReadOptions options, IndexSchema schema) {
        this(given, options, schema.type());
        this.schema = schema;
    }

    /** A table whose columns somebody declares; what the mapping says of them is asked when it is read. */
    public LeatTable(Map<String, String> given, ReadOptions options, StructType type) {
        this.given = given;
        this.options = options;
        this.type = type;
        this.name = "leat:" + options.index() + "#" + LOADS.incrementAndGet();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    @SuppressWarnings("deprecation") // Spark makes its columns of it, and has no other way for the types of structs.
    public StructType schema() {
        return type;
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ, TableCapability.BATCH_WRITE, TableCapability.TRUNCATE);
    }

    @Override
    public MetadataColumn[] metadataColumns() {
        return Arrays.stream(Metadata.values()).map(Metadata::toSpark).toArray(MetadataColumn[]::new);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap ignored) {
        return new LeatScanBuilder(options, known(), name);
    }

    private IndexSchema known() {
        lock.lock();
        try {
            if (schema == null) {
                schema = IndexSchema.read(options).as(type);
            }
            return schema;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        return new LeatWriteBuilder(given, info);
    }
}
