package dev.leat.connect.protocol;

import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.mapping.Extra;
import dev.leat.datastore.mapping.Id;
import dev.leat.datastore.mapping.Index;
import dev.leat.datastore.mapping.Name;
import dev.leat.elastic.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The document of one connector: which source goes into which index, with which settings, when, and how that goes. Any
 * field may be missing, for documents come from many writers; what counts then is told by the methods. Fields that are not
 * known here are kept. Immutable.
 *
 * @param configuration the settings by their keys, each with its description and its value, secrets in clear
 * @param customScheduling of crawlers; kept, and not used
 * @param error what went wrong last
 * @param lastSyncScheduledAt the time that a full sync was last due, not when it was begun; its two neighbours likewise
 * @param lastSeen when a service last took care of the connector
 * @param syncCursor where the next incremental sync goes on, in the source's own words
 * @param syncNow of older versions; kept, and not used
 * @param deleted whether it only counts as deleted
 * @param holders which job holds the connector, by {@code content} and {@code access_control}, and which did last, by the
 *     same names behind {@code last_}: a field of our own
 * @param extra fields that are not known here
 */
public record Connector(
        @Id String id,
        @Name(Names.API_KEY_ID) @Nullable String apiKeyId,
        @Name(Names.API_KEY_SECRET_ID) @Nullable String apiKeySecretId,
        @Index(false) Map<String, Object> configuration,

        @Name(Names.CUSTOM_SCHEDULING) @Index(false) @Nullable
        Map<String, Object> customScheduling,

        @Nullable String description,
        @Nullable String error,
        @Nullable Features features,
        List<FilteringDocument> filtering,
        @Name(Names.INDEX_NAME) @Nullable String indexName,
        @Name(Names.IS_NATIVE) @Nullable Boolean isNative,
        @Nullable String language,

        @Name(Names.LAST_ACCESS_CONTROL_SYNC_ERROR) @Nullable
        String lastAccessControlSyncError,

        @Name(Names.LAST_ACCESS_CONTROL_SYNC_SCHEDULED_AT) @Nullable
        Instant lastAccessControlSyncScheduledAt,

        @Name(Names.LAST_ACCESS_CONTROL_SYNC_STATUS) @Nullable
        String lastAccessControlSyncStatusText,

        @Name(Names.LAST_DELETED_DOCUMENT_COUNT) @Nullable Long lastDeletedDocumentCount,
        @Name(Names.LAST_INDEXED_DOCUMENT_COUNT) @Nullable Long lastIndexedDocumentCount,

        @Name(Names.LAST_INCREMENTAL_SYNC_SCHEDULED_AT) @Nullable
        Instant lastIncrementalSyncScheduledAt,

        @Name(Names.LAST_SEEN) @Nullable Instant lastSeen,
        @Name(Names.LAST_SYNC_ERROR) @Nullable String lastSyncError,
        @Name(Names.LAST_SYNC_SCHEDULED_AT) @Nullable Instant lastSyncScheduledAt,
        @Name(Names.LAST_SYNC_STATUS) @Nullable String lastSyncStatusText,
        @Name(Names.LAST_SYNCED) @Nullable Instant lastSynced,
        @Nullable String name,
        @Nullable Pipeline pipeline,
        @Nullable Scheduling scheduling,
        @Name(Names.SERVICE_TYPE) @Nullable String serviceType,
        @Name(Names.STATUS) @Nullable String statusText,
        @Name(Names.SYNC_CURSOR) @Index(false) @Nullable Map<String, Object> syncCursor,
        @Name(Names.SYNC_NOW) @Nullable Boolean syncNow,
        @Nullable Boolean deleted,
        @Name(HOLDERS) @Index(false) @Nullable Map<String, Object> holders,
        @Extra Map<String, Object> extra) {

    static final String HOLDERS = "leat_holders";

    static final DocumentType<Connector> TYPE = DocumentType.of(Connector.class);
    private static final DocumentType<Features> FEATURES = DocumentType.of(Features.class);
    private static final DocumentType<Pipeline> PIPELINE = DocumentType.of(Pipeline.class);
    private static final DocumentType<Scheduling> SCHEDULING = DocumentType.of(Scheduling.class);
    private static final DocumentType<Filterings> FILTERINGS = DocumentType.of(Filterings.class);

    /** A list has no type of its own to be encoded by. */
    record Filterings(List<FilteringDocument> filtering) {}

    /** A document that says nothing. */
    static Connector bare(String id) {
        return TYPE.decode(id, "{}".getBytes(StandardCharsets.UTF_8));
    }

    /** The settings, for what can be done with them. */
    public ConfigurationDocument settings() {
        return settings(configuration);
    }

    static ConfigurationDocument settings(Map<String, Object> configuration) {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        entries.putAll(configuration);
        return new ConfigurationDocument(entries);
    }

    /** How far it is on its way to work. */
    public ConnectorStatus status() {
        return ConnectorStatus.of(statusText);
    }

    /** How the last content sync stands; null before the first. */
    public @Nullable JobStatus lastSyncStatus() {
        return lastSyncStatusText == null ? null : JobStatus.of(lastSyncStatusText);
    }

    /** How the last access-control sync stands; null before the first. */
    public @Nullable JobStatus lastAccessControlSyncStatus() {
        return lastAccessControlSyncStatusText == null ? null : JobStatus.of(lastAccessControlSyncStatusText);
    }

    /** Whether a sync holds the connector that one of that type would have to wait for. */
    public boolean isSyncing(JobType type) {
        JobStatus status = type.isContent() ? lastSyncStatus() : lastAccessControlSyncStatus();
        return status == JobStatus.IN_PROGRESS;
    }

    /** When jobs of a type are due; never, where the document says nothing. */
    public Schedule schedule(JobType type) {
        return scheduling == null ? Schedule.disabled() : scheduling.of(type);
    }

    /** The time that a job of a type was last due; null if none ever was. */
    public @Nullable Instant lastScheduledAt(JobType type) {
        return switch (type) {
            case FULL -> lastSyncScheduledAt;
            case INCREMENTAL -> lastIncrementalSyncScheduledAt;
            case ACCESS_CONTROL -> lastAccessControlSyncScheduledAt;
            case UNKNOWN -> null;
        };
    }

    /** The pipeline, or the protocol's default. */
    public Pipeline effectivePipeline() {
        return pipeline == null ? Pipeline.standard() : pipeline;
    }

    /** The features, or those of a document that says nothing. */
    public Features effectiveFeatures() {
        return features == null ? Features.unsaid() : features;
    }

    /** The rules of the default domain, which are the first ones where no domain is named so; null where there are none. */
    public @Nullable FilteringDocument defaultFiltering() {
        int place = defaultPlace();
        return place < 0 ? null : filtering.get(place);
    }

    private int defaultPlace() {
        for (int i = 0; i < filtering.size(); i++) {
            if (FilteringDocument.DEFAULT_DOMAIN.equals(filtering.get(i).domain())) {
                return i;
            }
        }
        return filtering.isEmpty() ? -1 : 0;
    }

    /** The rules in force. */
    public FilteringRules activeRules() {
        FilteringDocument rules = defaultFiltering();
        FilteringRules active = rules == null ? null : rules.active();
        return active == null ? FilteringRules.none() : active;
    }

    /** The rules that somebody is writing. */
    public FilteringRules draftRules() {
        FilteringDocument rules = defaultFiltering();
        FilteringRules draft = rules == null ? null : rules.draft();
        return draft == null ? FilteringRules.none() : draft;
    }

    public boolean isDeleted() {
        return Boolean.TRUE.equals(deleted);
    }

    /** Whether it is one that Elastic used to run itself. */
    public boolean isElasticManaged() {
        return Boolean.TRUE.equals(isNative);
    }

    /** What to call it: its name, or its id where it has none. */
    public String displayName() {
        return name == null || name.isBlank() ? id : name;
    }

    public Connector withStatus(ConnectorStatus status) {
        return with(new Changes().set(Names.STATUS, status.wire()));
    }

    public Connector withError(@Nullable String error) {
        return with(new Changes().set(Names.ERROR, error));
    }

    public Connector withServiceType(String serviceType) {
        return with(new Changes().set(Names.SERVICE_TYPE, serviceType));
    }

    /** The same with other settings, in the form of the wire. */
    public Connector withConfiguration(Map<String, ? extends @Nullable Object> configuration) {
        return with(new Changes().set(Names.CONFIGURATION, configuration));
    }

    public Connector withFeatures(Features features) {
        return with(new Changes().setObject(Names.FEATURES, FEATURES, features));
    }

    public Connector withScheduling(Scheduling scheduling) {
        return with(new Changes().setObject(Names.SCHEDULING, SCHEDULING, scheduling));
    }

    public Connector withPipeline(Pipeline pipeline) {
        return with(new Changes().setObject(Names.PIPELINE, PIPELINE, pipeline));
    }

    /** The same with other rules in the default domain. */
    public Connector withDefaultFiltering(FilteringDocument rules) {
        List<FilteringDocument> all = new ArrayList<>(filtering);
        int place = defaultPlace();
        if (place < 0) {
            all.add(rules);
        } else {
            all.set(place, rules);
        }
        return with(new Changes().setAll(FILTERINGS, new Filterings(all)));
    }

    /** The same to be shown: values of settings that are secret are hidden. */
    public Connector masked() {
        return withConfiguration(settings().masked().entries());
    }

    /** The document as JSON, with its id; secrets in clear, unless it was masked. */
    public ObjectNode toJson() {
        ObjectNode json = Json.MAPPER.createObjectNode().put(Names.ID, id);
        return json.setAll((ObjectNode) Json.MAPPER.readTree(TYPE.encode(this)));
    }

    Connector with(Changes changes) {
        return changes.applyTo(TYPE, id, this);
    }

    /** The job that holds it for its kind of syncs; null when it is not known. */
    @Nullable
    String holder(JobType type) {
        return holders == null ? null : Objects.toString(holders.get(holderKey(type)), null);
    }

    /** The job that held it before it was let go; null when it is not known. */
    @Nullable
    String lastHolder(JobType type) {
        return holders == null ? null : Objects.toString(holders.get(lastHolderKey(type)), null);
    }

    static String holderKey(JobType type) {
        return type.isContent() ? "content" : Names.ACCESS_CONTROL;
    }

    static String lastHolderKey(JobType type) {
        return "last_" + holderKey(type);
    }

    /** Names the connector, and none of its settings: they hold secrets. */
    @Override
    public String toString() {
        return "connector " + id;
    }
}
