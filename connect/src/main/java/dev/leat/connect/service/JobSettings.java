package dev.leat.connect.service;

import dev.leat.connect.Configuration;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.DocumentRules;
import dev.leat.connect.Feature;
import dev.leat.connect.Filter;
import dev.leat.connect.mirror.Contents;
import dev.leat.connect.mirror.DeleteConsent;
import dev.leat.connect.mirror.ErrorLimits;
import dev.leat.connect.mirror.MirrorSettings;
import dev.leat.connect.mirror.MirrorSettings.Deletes;
import dev.leat.connect.mirror.MirrorSettings.Documents;
import dev.leat.connect.mirror.Security;
import dev.leat.connect.mirror.Stamp;
import dev.leat.connect.mirror.Stamp.PipelineStep;
import dev.leat.connect.protocol.ConnectorSnapshot;
import dev.leat.connect.protocol.Pipeline;
import dev.leat.connect.rules.RuleSet;
import dev.leat.connect.service.BulkOptions.ErrorMonitor;
import dev.leat.elastic.bulk.BulkSettings;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** Makes the settings of the mirror from those of a job, its source and the service. */
final class JobSettings {

    /** By which users switch document-level security on, in every source that has it. */
    private static final String SECURITY_KEY = "use_document_level_security";

    /** By which users have text taken out of files elsewhere than in the ingest pipeline. */
    private static final String EXTRACTION_KEY = "use_text_extraction_service";

    private final ServiceParts parts;
    private final JobDocuments documents;
    private final DataSourceProvider provider;
    private final Configuration configuration;

    JobSettings(ServiceParts parts, JobDocuments documents, DataSourceProvider provider, Configuration configuration) {
        this.parts = parts;
        this.documents = documents;
        this.provider = provider;
        this.configuration = configuration;
    }

    MirrorSettings mirror() {
        ConnectorSnapshot snapshot = documents.snapshot();
        Pipeline pipeline = snapshot.effectivePipeline();
        BulkOptions options = parts.settings().bulk();
        boolean content = documents.ref().type().isContent();
        Path directory = parts.data()
                .job(
                        documents.ref().connectorId(),
                        content ? "content" : "access",
                        documents.ref().id());
        MirrorSettings settings = MirrorSettings.of(
                        documents.contentIndex(), directory, provider.serviceType() + " " + configuration.fingerprint())
                .withDeletes(new Deletes(
                        parts.settings().limits().deleteRatio(),
                        documents.mayDeleteAll() ? DeleteConsent.ALL : DeleteConsent.WITHIN_RATIO))
                .withContentsAtOnce(options.downloads())
                .withErrors(errors(options.errorMonitor()))
                .withBulk(bulk(options).withPipeline(content ? pipeline.name() : null));
        return content ? settings.withDocuments(documents(snapshot, pipeline, options)) : settings;
    }

    private Documents documents(ConnectorSnapshot snapshot, Pipeline pipeline, BulkOptions options) {
        return new Documents(
                new Filter(snapshot.rules().advanced()),
                rules(snapshot),
                pipeline.extractBinaryContent() || isOn(EXTRACTION_KEY) ? Contents.FETCHED : Contents.LEFT_OUT,
                security(),
                new Stamp.Protocol(null, steps(pipeline)),
                options.documentBytes() == 0 ? Long.MAX_VALUE : options.documentBytes());
    }

    /** Where nothing is excluded, nothing needs to be laid out for the rules to look at. */
    private static DocumentRules rules(ConnectorSnapshot snapshot) {
        RuleSet rules = RuleSet.parse(snapshot.rules().rules());
        return rules.isEmpty() ? DocumentRules.all() : rules;
    }

    /** On where the connector and the user both say so, or where the source leaves the user no choice. */
    private Security security() {
        // Not as the document says it now: the scheduler may not have met a new connector yet.
        boolean able = provider.features().contains(Feature.DOCUMENT_LEVEL_SECURITY)
                && Preparation.features(documents.connector(), provider.features())
                        .hasDocumentLevelSecurity();
        boolean choice = provider.configurationSchema().find(SECURITY_KEY).isPresent();
        return able && (!choice || isOn(SECURITY_KEY)) ? Security.DOCUMENT_LEVEL : Security.OPEN;
    }

    private boolean isOn(String key) {
        return provider.configurationSchema().find(key).isPresent() && configuration.isOn(key);
    }

    private static Set<PipelineStep> steps(Pipeline pipeline) {
        Set<PipelineStep> steps = EnumSet.noneOf(PipelineStep.class);
        if (pipeline.extractBinaryContent()) {
            steps.add(PipelineStep.EXTRACT_BINARY_CONTENT);
        }
        if (pipeline.reduceWhitespace()) {
            steps.add(PipelineStep.REDUCE_WHITESPACE);
        }
        if (pipeline.runMlInference()) {
            steps.add(PipelineStep.RUN_ML_INFERENCE);
        }
        return steps;
    }

    /** Whether the job is still ours while Elasticsearch is away is watched elsewhere. */
    private static BulkSettings bulk(BulkOptions options) {
        return BulkSettings.standard()
                .withMaxRequestOperations(options.chunkSize())
                .withMaxRequestBytes(options.chunkBytes())
                .withMaxBytesInFlight(options.queueBytes())
                .withMaxConcurrency(options.concurrency())
                .withRetryPolicy(options.patience());
    }

    private static ErrorLimits errors(ErrorMonitor monitor) {
        return switch (monitor.mode()) {
            case ENFORCE -> new ErrorLimits(monitor.total(), monitor.consecutive(), monitor.rate(), monitor.window());
            case COUNT_ONLY -> ErrorLimits.none();
        };
    }
}
