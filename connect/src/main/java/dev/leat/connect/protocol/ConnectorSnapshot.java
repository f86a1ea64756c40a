package dev.leat.connect.protocol;

import dev.leat.datastore.mapping.DocumentType;
import dev.leat.datastore.mapping.Extra;
import dev.leat.datastore.mapping.Index;
import dev.leat.datastore.mapping.Name;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a sync job keeps of its connector, from the moment that it was made: a job runs by these settings and rules,
 * whatever is changed meanwhile.
 *
 * @param id of the connector
 * @param configuration with all values, secrets in clear unless they are references
 * @param filtering the rules that were in force; a list of one is understood too
 * @param indexName where the job writes: for access control the index with the identities
 * @param syncCursor the cursor of the connector when the job was claimed
 */
public record ConnectorSnapshot(
        @Nullable String id,
        @Index(false) Map<String, Object> configuration,
        @Nullable FilteringRules filtering,
        @Name(Names.INDEX_NAME) @Nullable String indexName,
        @Nullable String language,
        @Nullable Pipeline pipeline,
        @Name(Names.SERVICE_TYPE) @Nullable String serviceType,
        @Name(Names.SYNC_CURSOR) @Index(false) @Nullable Map<String, Object> syncCursor,
        @Extra Map<String, Object> extra) {

    static final DocumentType<ConnectorSnapshot> TYPE = DocumentType.of(ConnectorSnapshot.class);

    /** What a job has that says nothing of its connector. */
    static final ConnectorSnapshot UNKNOWN =
            new ConnectorSnapshot(null, Map.of(), null, null, null, null, null, null, Map.of());

    /** The snapshot for a job of that type. */
    public static ConnectorSnapshot of(Connector connector, JobType type) {
        String index = Objects.requireNonNull(connector.indexName(), "a connector without an index has no jobs");
        return new ConnectorSnapshot(
                connector.id(),
                connector.configuration(),
                connector.activeRules(),
                type == JobType.ACCESS_CONTROL ? Names.ACCESS_CONTROL_PREFIX + index : index,
                connector.language(),
                connector.effectivePipeline(),
                connector.serviceType(),
                connector.syncCursor(),
                Map.of());
    }

    /** The index of the documents that an index of identities is for; empty when it is none. */
    public static Optional<String> contentIndexOf(String identityIndex) {
        return identityIndex.startsWith(Names.ACCESS_CONTROL_PREFIX)
                ? Optional.of(identityIndex.substring(Names.ACCESS_CONTROL_PREFIX.length()))
                : Optional.empty();
    }

    /** The pipeline, or the protocol's default. */
    public Pipeline effectivePipeline() {
        return pipeline == null ? Pipeline.standard() : pipeline;
    }

    /** The settings, for what can be done with them. */
    public ConfigurationDocument settings() {
        return Connector.settings(configuration);
    }

    /** The rules; none where the job has none. */
    public FilteringRules rules() {
        return filtering == null ? FilteringRules.none() : filtering;
    }

    /** The same to be shown: values of settings that are secret are hidden. */
    ConnectorSnapshot masked() {
        return new ConnectorSnapshot(
                id,
                withoutNulls(settings().masked().entries()),
                filtering,
                indexName,
                language,
                pipeline,
                serviceType,
                syncCursor,
                extra);
    }

    private static Map<String, Object> withoutNulls(Map<String, @Nullable Object> entries) {
        Map<String, Object> known = new LinkedHashMap<>();
        entries.forEach((key, entry) -> {
            if (entry != null) {
                known.put(key, entry);
            }
        });
        return known;
    }

    /** The same with the cursor that the connector has now. */
    ConnectorSnapshot withSyncCursor(@Nullable Map<String, Object> cursor) {
        return new ConnectorSnapshot(
                id, configuration, filtering, indexName, language, pipeline, serviceType, cursor, extra);
    }

    /** Names the connector, and none of its settings: they hold secrets. */
    @Override
    public String toString() {
        return "snapshot of connector " + id;
    }
}
