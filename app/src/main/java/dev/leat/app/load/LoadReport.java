package dev.leat.app.load;

import dev.leat.elastic.LeatException;
import dev.leat.elastic.bulk.BulkReport;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a load has done, also one that did not come to its end.
 *
 * @param bulk the account of the bulk writer
 * @param malformed lines that were no documents
 * @param outdated documents that were not written because the index has the same version or a newer one
 * @param rejected dead letters written, those of malformed lines included
 * @param lettersFile where they are; null when there are none
 * @param bytes of the input that were read
 * @param resumedAtLine the lines that an earlier run has loaded; 0 when this one began at the beginning
 * @param failure why it did not come to its end; null when it did
 */
public record LoadReport(
        BulkReport bulk,
        long malformed,
        long outdated,
        long rejected,
        @Nullable Path lettersFile,
        long bytes,
        Duration duration,
        long resumedAtLine,
        @Nullable LeatException failure) {}
