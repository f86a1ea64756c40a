package dev.leat.connect.protocol;

import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.mapping.Extra;
import dev.leat.datastore.mapping.Id;
import dev.leat.datastore.mapping.Index;
import dev.leat.datastore.mapping.Name;
import dev.leat.elastic.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The document of one sync job: what is to be done, who does it, and how far it is. Any field may be missing, for documents
 * come from many writers. Fields that are not known here are kept. Immutable.
 *
 * @param connector what counts of the connector for this job
 * @param completedAt when it ended, in whatever way
 * @param lastSeen when its worker last wrote to it: its sign of life
 * @param totalDocumentCount documents in the index at the end
 * @param indexedDocumentVolume in MiB, rounded
 * @param error what it failed of
 * @param metadata of the source's own
 * @param workerHostname the host that claimed it
 * @param extra fields that are not known here
 */
public record SyncJob(
        @Id String id,
        ConnectorSnapshot connector,
        @Name(Names.JOB_TYPE) @Nullable String typeText,
        @Name(Names.TRIGGER_METHOD) @Nullable String triggerMethodText,
        @Name(Names.STATUS) @Nullable String statusText,
        @Name(Names.CREATED_AT) @Nullable Instant createdAt,
        @Name(Names.STARTED_AT) @Nullable Instant startedAt,
        @Name(Names.COMPLETED_AT) @Nullable Instant completedAt,
        @Name(Names.CANCELED_AT) @Nullable Instant canceledAt,
        @Name(Names.CANCELATION_REQUESTED_AT) @Nullable Instant cancelationRequestedAt,
        @Name(Names.LAST_SEEN) @Nullable Instant lastSeen,
        @Name(Names.INDEXED_DOCUMENT_COUNT) long indexedDocumentCount,
        @Name(Names.DELETED_DOCUMENT_COUNT) long deletedDocumentCount,
        @Name(Names.TOTAL_DOCUMENT_COUNT) @Nullable Long totalDocumentCount,
        @Name(Names.INDEXED_DOCUMENT_VOLUME) long indexedDocumentVolume,
        @Nullable String error,
        @Index(false) Map<String, Object> metadata,
        @Name(Names.WORKER_HOSTNAME) @Nullable String workerHostname,
        @Extra Map<String, Object> extra) {

    static final DocumentType<SyncJob> TYPE = DocumentType.of(SyncJob.class);

    public SyncJob {
        // A document without it can be read as null for whatever the class says.
        connector = Objects.requireNonNullElse(connector, ConnectorSnapshot.UNKNOWN);
    }

    public JobType type() {
        return JobType.of(typeText);
    }

    public TriggerMethod triggerMethod() {
        return TriggerMethod.of(triggerMethodText);
    }

    public JobStatus status() {
        return JobStatus.of(statusText);
    }

    /** The id of its connector; empty where the document names none. */
    public String connectorId() {
        return connector.id() == null ? "" : connector.id();
    }

    /** The same to be shown: values of settings that are secret are hidden. */
    public SyncJob masked() {
        return with(new Changes().setObject(Names.CONNECTOR, ConnectorSnapshot.TYPE, connector.masked()));
    }

    /** The document as JSON, with its id; secrets in clear, unless it was masked. */
    public ObjectNode toJson() {
        ObjectNode json = Json.MAPPER.createObjectNode().put(Names.ID, id);
        return json.setAll((ObjectNode) Json.MAPPER.readTree(TYPE.encode(this)));
    }

    SyncJob with(Changes changes) {
        return changes.applyTo(TYPE, id, this);
    }

    /** Names the job, and none of the settings in it: they hold secrets. */
    @Override
    public String toString() {
        return "sync job " + id;
    }
}
