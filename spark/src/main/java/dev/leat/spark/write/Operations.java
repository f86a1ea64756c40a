package dev.leat.spark.write;

import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.Guard;
import dev.leat.elastic.bulk.WriteOutcome;
import dev.leat.spark.encode.RowEncoder;
import dev.leat.spark.encode.RowEncoder.Encoded;
import dev.leat.spark.option.VersionType;
import dev.leat.spark.option.WriteOperation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** Makes the operations of one attempt of a task of its rows. Not thread-safe. */
final class Operations {

    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BEFORE = "{\"doc\":".getBytes(StandardCharsets.UTF_8);
    private static final byte[] AFTER = ",\"doc_as_upsert\":true}".getBytes(StandardCharsets.UTF_8);

    private final WritePlan plan;
    private final @Nullable RowEncoder encoder;
    private final String prefix;
    private final long attempt;
    private long position;

    /**
     * An operation.
     *
     * @param problem why it must not be sent; null when it may
     */
    record Made(BulkOperation operation, WriteOutcome.@Nullable Rejected problem) {}

    /** @param attempt a number that later attempts of the task exceed */
    Operations(WritePlan plan, int partition, long attempt) {
        this.plan = plan;
        this.encoder = plan.options().operation() == WriteOperation.DELETE ? null : plan.encoder();
        this.prefix = shortened(plan.job()) + "_" + partition + "_";
        this.attempt = attempt;
    }

    /** The same number in fewer letters: an id is stored for every document. */
    private static String shortened(String job) {
        UUID number = UUID.fromString(job);
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
        bytes.putLong(number.getMostSignificantBits()).putLong(number.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    Made of(InternalRow row) {
        position++;
        @Nullable KeyColumn column = plan.id();
        @Nullable String id = column == null ? prefix + position : column.text(row);
        @Nullable Encoded document = encoder == null ? null : encoder.encode(row);
        BulkOperation operation = operation(id == null ? "" : id, document);
        if (plan.routing() != null) {
            operation = operation.withRouting(plan.routing().text(row));
        }
        if (column == null) {
            return new Made(operation.withGuard(new Guard.ExternalVersionOrEqual(attempt)), problem(document));
        }
        if (id == null || id.isEmpty()) {
            return new Made(operation, refusal("no_id", "column '" + column.name() + "' holds no id"));
        }
        return plan.version() == null
                ? new Made(operation, problem(document))
                : versioned(operation, plan.version(), row, problem(document));
    }

    private BulkOperation operation(String id, @Nullable Encoded document) {
        String index = plan.options().index();
        byte[] source = document == null ? NOTHING : document.json();
        return switch (plan.options().operation()) {
            case INDEX -> BulkOperation.index(index, id, source);
            case CREATE -> BulkOperation.create(index, id, source);
            case UPSERT -> BulkOperation.update(index, id, upsert(source));
            case DELETE -> BulkOperation.delete(index, id);
        };
    }

    private static byte[] upsert(byte[] document) {
        return ByteBuffer.allocate(BEFORE.length + document.length + AFTER.length)
                .put(BEFORE)
                .put(document)
                .put(AFTER)
                .array();
    }

    private Made versioned(
            BulkOperation operation, KeyColumn column, InternalRow row, WriteOutcome.@Nullable Rejected problem) {
        @Nullable Long version = column.version(row);
        if (version == null) {
            return new Made(
                    operation, refusal("no_version", "column '" + column.name() + "' holds no version from 0 up"));
        }
        Guard guard = plan.options().versionType() == VersionType.EXTERNAL
                ? new Guard.ExternalVersion(version)
                : new Guard.ExternalVersionOrEqual(version);
        return new Made(operation.withGuard(guard), problem);
    }

    private static WriteOutcome.@Nullable Rejected problem(@Nullable Encoded document) {
        return document == null || document.problem() == null ? null : refusal("unwritable_value", document.problem());
    }

    private static WriteOutcome.Rejected refusal(String type, String reason) {
        return new WriteOutcome.Rejected(0, type, reason);
    }
}
