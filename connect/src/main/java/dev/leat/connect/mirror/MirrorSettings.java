package dev.leat.connect.mirror;

import dev.leat.connect.DocumentRules;
import dev.leat.connect.Filter;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
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
 * @param documents which documents are wanted, and what is made of them; an unfinished run with others is not continued
 * @param deletes how much may be deleted
 * @param parallelism how much happens at the same time
 * @param resumption how an unfinished run is continued
 * @param errors how many documents may fail
 * @param deadLetterIndex where documents go that could not be written
 * @param bulk how documents are written; what waits to be written is bounded by its bytes in flight
 */
public record MirrorSettings(
        String index,
        Path jobDirectory,
        String source,
        RunMode mode,
        Documents documents,
        Deletes deletes,
        Parallelism parallelism,
        Resumption resumption,
        ErrorLimits errors,
        String deadLetterIndex,
        BulkSettings bulk) {

    /**
     * Which documents are wanted, and what is made of them.
     *
     * @param filter applied by the source
     * @param rules applied by the mirror; what they do not admit is deleted from the index
     * @param contents whether the costly part is fetched
     * @param security whether documents carry who may see them
     * @param stamp what is added to each
     * @param maxBytes the largest document, in bytes of JSON, that is written; a larger one counts as skipped, and is
     *     deleted from the index
     */
    public record Documents(
            Filter filter, DocumentRules rules, Contents contents, Security security, Stamp stamp, long maxBytes) {

        /** All documents, as the source has them. */
        public static Documents all() {
            return new Documents(
                    Filter.none(),
                    DocumentRules.all(),
                    Contents.FETCHED,
                    Security.OPEN,
                    new Stamp.None(),
                    Long.MAX_VALUE);
        }

        public Documents withFilter(Filter filter) {
            return new Documents(filter, rules, contents, security, stamp, maxBytes);
        }

        public Documents withRules(DocumentRules rules) {
            return new Documents(filter, rules, contents, security, stamp, maxBytes);
        }

        public Documents withContents(Contents contents) {
            return new Documents(filter, rules, contents, security, stamp, maxBytes);
        }

        public Documents withSecurity(Security security) {
            return new Documents(filter, rules, contents, security, stamp, maxBytes);
        }

        public Documents withStamp(Stamp stamp) {
            return new Documents(filter, rules, contents, security, stamp, maxBytes);
        }

        public Documents withMaxBytes(long maxBytes) {
            return new Documents(filter, rules, contents, security, stamp, maxBytes);
        }
    }

    /**
     * How much a run may delete.
     *
     * @param maxRatio the part of the index's documents, from 0 to 1, that one run deletes without consent
     */
    public record Deletes(double maxRatio, DeleteConsent consent) {}

    /**
     * How much happens at the same time.
     *
     * @param scopes how many scopes are read
     * @param contents how many contents are fetched, over all scopes
     * @param scan how many slices of the index are read, when its ids are
     */
    public record Parallelism(int scopes, int contents, int scan) {}

    /**
     * How an unfinished run is continued.
     *
     * @param checkpointEvery how often, at most, the progress of a scope is recorded
     * @param within how old the last sign of life of an unfinished run may be; an older one is started anew, for others
     *     may have written to the index since
     */
    public record Resumption(Duration checkpointEvery, Duration within) {}

    public MirrorSettings {
        List<Problem> problems = new ArrayList<>();
        if (index.isBlank() || index.contains("*") || index.contains(",")) {
            problems.add(new Problem("index", "must be the name of one index, but is '" + index + "'"));
        }
        if (!(deletes.maxRatio() >= 0 && deletes.maxRatio() <= 1)) {
            problems.add(new Problem("max_delete_ratio", "must be from 0 to 1, but is " + deletes.maxRatio()));
        }
        atLeastOne("scopes_at_once", parallelism.scopes(), problems);
        atLeastOne("contents_at_once", parallelism.contents(), problems);
        if (documents.maxBytes() < 1) {
            problems.add(new Problem("max_text_document_size", "must be at least 1, but is " + documents.maxBytes()));
        }
        atLeastOne("scan_parallelism", parallelism.scan(), problems);
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
                Documents.all(),
                new Deletes(0.2, DeleteConsent.WITHIN_RATIO),
                new Parallelism(4, 4, Math.max(2, Runtime.getRuntime().availableProcessors())),
                new Resumption(Duration.ofMillis(250), Duration.ofDays(1)),
                ErrorLimits.none(),
                "leat-dead-letters",
                BulkSettings.standard());
    }

    /** What a run must have in common with an unfinished one to continue it: a text that changes with the settings. */
    public String fingerprint() {
        StringBuilder text = new StringBuilder(source);
        if (!documents.equals(Documents.all())) {
            text.append(" filter ")
                    .append(Json.MAPPER.writeValueAsString(documents.filter().advanced()));
            text.append(" rules ").append(documents.rules().fingerprint());
            text.append(" contents ").append(documents.contents());
            text.append(" security ").append(documents.security());
            text.append(" stamp ").append(documents.stamp().fingerprint());
            text.append(" pipeline ").append(bulk.pipeline());
            text.append(" max ").append(documents.maxBytes());
        }
        return text.toString();
    }

    /** The same for the identities that may see these documents: another index, and none of what is done to documents. */
    MirrorSettings forIdentities() {
        return new MirrorSettings(
                IdentityIndex.PREFIX + index,
                jobDirectory.resolve("identities"),
                source,
                mode,
                Documents.all(),
                deletes,
                parallelism,
                resumption,
                errors,
                deadLetterIndex,
                bulk.withPipeline(null));
    }

    public MirrorSettings withMode(RunMode mode) {
        return new MirrorSettings(
                index,
                jobDirectory,
                source,
                mode,
                documents,
                deletes,
                parallelism,
                resumption,
                errors,
                deadLetterIndex,
                bulk);
    }

    public MirrorSettings withDocuments(Documents documents) {
        return new MirrorSettings(
                index,
                jobDirectory,
                source,
                mode,
                documents,
                deletes,
                parallelism,
                resumption,
                errors,
                deadLetterIndex,
                bulk);
    }

    public MirrorSettings withDeletes(Deletes deletes) {
        return new MirrorSettings(
                index,
                jobDirectory,
                source,
                mode,
                documents,
                deletes,
                parallelism,
                resumption,
                errors,
                deadLetterIndex,
                bulk);
    }

    public MirrorSettings withParallelism(Parallelism parallelism) {
        return new MirrorSettings(
                index,
                jobDirectory,
                source,
                mode,
                documents,
                deletes,
                parallelism,
                resumption,
                errors,
                deadLetterIndex,
                bulk);
    }

    public MirrorSettings withResumption(Resumption resumption) {
        return new MirrorSettings(
                index,
                jobDirectory,
                source,
                mode,
                documents,
                deletes,
                parallelism,
                resumption,
                errors,
                deadLetterIndex,
                bulk);
    }

    public MirrorSettings withErrors(ErrorLimits errors) {
        return new MirrorSettings(
                index,
                jobDirectory,
                source,
                mode,
                documents,
                deletes,
                parallelism,
                resumption,
                errors,
                deadLetterIndex,
                bulk);
    }

    public MirrorSettings withDeadLetterIndex(String deadLetterIndex) {
        return new MirrorSettings(
                index,
                jobDirectory,
                source,
                mode,
                documents,
                deletes,
                parallelism,
                resumption,
                errors,
                deadLetterIndex,
                bulk);
    }

    public MirrorSettings withBulk(BulkSettings bulk) {
        return new MirrorSettings(
                index,
                jobDirectory,
                source,
                mode,
                documents,
                deletes,
                parallelism,
                resumption,
                errors,
                deadLetterIndex,
                bulk);
    }

    public MirrorSettings withFilter(Filter filter) {
        return withDocuments(documents.withFilter(filter));
    }

    public MirrorSettings withRules(DocumentRules rules) {
        return withDocuments(documents.withRules(rules));
    }

    public MirrorSettings withSecurity(Security security) {
        return withDocuments(documents.withSecurity(security));
    }

    public MirrorSettings withStamp(Stamp stamp) {
        return withDocuments(documents.withStamp(stamp));
    }

    public MirrorSettings withConsent(DeleteConsent consent) {
        return withDeletes(new Deletes(deletes.maxRatio(), consent));
    }

    public MirrorSettings withMaxDeleteRatio(double maxRatio) {
        return withDeletes(new Deletes(maxRatio, deletes.consent()));
    }

    public MirrorSettings withScopesAtOnce(int scopes) {
        return withParallelism(new Parallelism(scopes, parallelism.contents(), parallelism.scan()));
    }

    public MirrorSettings withContentsAtOnce(int contents) {
        return withParallelism(new Parallelism(parallelism.scopes(), contents, parallelism.scan()));
    }

    public MirrorSettings withCheckpointEvery(Duration checkpointEvery) {
        return withResumption(new Resumption(checkpointEvery, resumption.within()));
    }

    public MirrorSettings withResumeWithin(Duration within) {
        return withResumption(new Resumption(resumption.checkpointEvery(), within));
    }
}
