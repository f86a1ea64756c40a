package dev.leat.connect.mirror;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import dev.leat.elastic.bulk.BulkSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a source is mirrored into an index. Immutable.
 *
 * @param index the name of an index, or of an alias of exactly one; created when there is nothing of that name
 * @param jobDirectory where the state of the run lives until it is done; one for each pair of source and index (see
 *     {@link JobDirectory#standard})
 * @param source a name for the source's configuration that changes with it: an unfinished run of another
 *     configuration is not continued
 * @param mode whether anything is written
 * @param consent how much may be deleted
 * @param maxDeleteRatio the part of the index's documents, from 0 to 1, that one run deletes without consent
 * @param scopesAtOnce how many scopes are read at the same time
 * @param contentsAtOnce how many contents are fetched at the same time, over all scopes
 * @param scanParallelism how many slices of the index are read at the same time, when its ids are read
 * @param checkpointEvery how often, at most, the progress of a scope is recorded
 * @param resumeWithin how old the last sign of life of an unfinished run may be; an older one is started anew, for
 *     others may have written to the index since
 * @param deadLetterIndex where documents go that could not be written
 * @param bulk how documents are written; what waits to be written is bounded by its bytes in flight
 */
public record MirrorSettings(
        String index,
        Path jobDirectory,
        String source,
        RunMode mode,
        DeleteConsent consent,
        double maxDeleteRatio,
        int scopesAtOnce,
        int contentsAtOnce,
        int scanParallelism,
        Duration checkpointEvery,
        Duration resumeWithin,
        String deadLetterIndex,
        BulkSettings bulk) {

    public MirrorSettings {
        List<Problem> problems = new ArrayList<>();
        if (index.isBlank() || index.contains("*") || index.contains(",")) {
            problems.add(new Problem("index", "must be the name of one index, but is '" + index + "'"));
        }
        if (!(maxDeleteRatio >= 0 && maxDeleteRatio <= 1)) {
            problems.add(new Problem("max_delete_ratio", "must be from 0 to 1, but is " + maxDeleteRatio));
        }
        atLeastOne("scopes_at_once", scopesAtOnce, problems);
        atLeastOne("contents_at_once", contentsAtOnce, problems);
        atLeastOne("scan_parallelism", scanParallelism, problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private static void atLeastOne(String key, int value, List<Problem> problems) {
        if (value < 1) {
            problems.add(new Problem(key, "must be at least 1, but is " + value));
        }
    }

    /** Settings that suit most sources. */
    public static MirrorSettings of(String index, Path jobDirectory, String source) {
        return new MirrorSettings(
                index,
                jobDirectory,
                source,
                RunMode.WRITE,
                DeleteConsent.WITHIN_RATIO,
                0.2,
                4,
                4,
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                Duration.ofMillis(250),
                Duration.ofDays(1),
                "leat-dead-letters",
                BulkSettings.standard());
    }

    public MirrorSettings withMode(RunMode mode) {
        return new MirrorSettings(
                index,
                jobDirectory,
                source,
                mode,
                consent,
                maxDeleteRatio,
                scopesAtOnce,
                contentsAtOnce,
                scanParallelism,
                checkpointEvery,
                resumeWithin,
                deadLetterIndex,
                bulk);
    }

    public MirrorSettings withConsent(DeleteConsent consent) {
        return new MirrorSettings(
                index,
                jobDirectory,
                source,
                mode,
                consent,
                maxDeleteRatio,
                scopesAtOnce,
                contentsAtOnce,
                scanParallelism,
                checkpointEvery,
                resumeWithin,
                deadLetterIndex,
                bulk);
    }

    public MirrorSettings withMaxDeleteRatio(double maxDeleteRatio) {
        return new MirrorSettings(
                index,
                jobDirectory,
                source,
                mode,
                consent,
                maxDeleteRatio,
                scopesAtOnce,
                contentsAtOnce,
                scanParallelism,
                checkpointEvery,
                resumeWithin,
                deadLetterIndex,
                bulk);
    }

    public MirrorSettings withScopesAtOnce(int scopesAtOnce) {
        return new MirrorSettings(
                index,
                jobDirectory,
                source,
                mode,
                consent,
                maxDeleteRatio,
                scopesAtOnce,
                contentsAtOnce,
                scanParallelism,
                checkpointEvery,
                resumeWithin,
                deadLetterIndex,
                bulk);
    }

    public MirrorSettings withContentsAtOnce(int contentsAtOnce) {
        return new MirrorSettings(
                index,
                jobDirectory,
                source,
                mode,
                consent,
                maxDeleteRatio,
                scopesAtOnce,
                contentsAtOnce,
                scanParallelism,
                checkpointEvery,
                resumeWithin,
                deadLetterIndex,
                bulk);
    }

    public MirrorSettings withScanParallelism(int scanParallelism) {
        return new MirrorSettings(
                index,
                jobDirectory,
                source,
                mode,
                consent,
                maxDeleteRatio,
                scopesAtOnce,
                contentsAtOnce,
                scanParallelism,
                checkpointEvery,
                resumeWithin,
                deadLetterIndex,
                bulk);
    }

    public MirrorSettings withCheckpointEvery(Duration checkpointEvery) {
        return new MirrorSettings(
                index,
                jobDirectory,
                source,
                mode,
                consent,
                maxDeleteRatio,
                scopesAtOnce,
                contentsAtOnce,
                scanParallelism,
                checkpointEvery,
                resumeWithin,
                deadLetterIndex,
                bulk);
    }

    public MirrorSettings withResumeWithin(Duration resumeWithin) {
        return new MirrorSettings(
                index,
                jobDirectory,
                source,
                mode,
                consent,
                maxDeleteRatio,
                scopesAtOnce,
                contentsAtOnce,
                scanParallelism,
                checkpointEvery,
                resumeWithin,
                deadLetterIndex,
                bulk);
    }

    public MirrorSettings withDeadLetterIndex(String deadLetterIndex) {
        return new MirrorSettings(
                index,
                jobDirectory,
                source,
                mode,
                consent,
                maxDeleteRatio,
                scopesAtOnce,
                contentsAtOnce,
                scanParallelism,
                checkpointEvery,
                resumeWithin,
                deadLetterIndex,
                bulk);
    }

    public MirrorSettings withBulk(BulkSettings bulk) {
        return new MirrorSettings(
                index,
                jobDirectory,
                source,
                mode,
                consent,
                maxDeleteRatio,
                scopesAtOnce,
                contentsAtOnce,
                scanParallelism,
                checkpointEvery,
                resumeWithin,
                deadLetterIndex,
                bulk);
    }
}
