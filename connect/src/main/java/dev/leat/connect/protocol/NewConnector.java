package dev.leat.connect.protocol;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a connector when it is made; all else is as the protocol has it for new ones: nothing scheduled, every
 * document let in.
 *
 * @param configuration the settings in the form of the wire, each with its value; empty when a service is to write them
 * @param apiKeyId of the API key that its service uses
 */
public record NewConnector(
        String id,
        @Nullable String name,
        @Nullable String serviceType,
        @Nullable String indexName,
        @Nullable String description,
        Map<String, ? extends @Nullable Object> configuration,
        Scheduling scheduling,
        @Nullable String apiKeyId) {

    /** A connector of all this, without an API key of its own. */
    public NewConnector(
            String id,
            @Nullable String name,
            @Nullable String serviceType,
            @Nullable String indexName,
            @Nullable String description,
            Map<String, ? extends @Nullable Object> configuration,
            Scheduling scheduling) {
        this(id, name, serviceType, indexName, description, configuration, scheduling, null);
    }

    /** A connector of which only this is known. */
    public static NewConnector of(String id, String serviceType, String indexName) {
        return new NewConnector(id, null, serviceType, indexName, null, Map.of(), Scheduling.disabled());
    }

    public NewConnector withName(String name) {
        return new NewConnector(id, name, serviceType, indexName, description, configuration, scheduling, apiKeyId);
    }

    public NewConnector withConfiguration(Map<String, ? extends @Nullable Object> configuration) {
        return new NewConnector(id, name, serviceType, indexName, description, configuration, scheduling, apiKeyId);
    }

    public NewConnector withScheduling(Scheduling scheduling) {
        return new NewConnector(id, name, serviceType, indexName, description, configuration, scheduling, apiKeyId);
    }

    /** The same with the id of the API key that was made for it. */
    public NewConnector withApiKeyId(String apiKeyId) {
        return new NewConnector(id, name, serviceType, indexName, description, configuration, scheduling, apiKeyId);
    }

    /** The document that {@link Connectors#create} writes. */
    public Connector document(Instant now) {
        ConnectorStatus status = configuration.isEmpty() ? ConnectorStatus.CREATED : ConnectorStatus.CONFIGURED;
        FilteringRules everything = FilteringRules.everything(now);
        Changes changes = new Changes()
                .set(Names.NAME, (name == null ? "" : name))
                .set(Names.SERVICE_TYPE, serviceType)
                .set(Names.INDEX_NAME, indexName)
                .set(Names.DESCRIPTION, description)
                .set(Names.API_KEY_ID, apiKeyId)
                .set(Names.CONFIGURATION, configuration)
                .set(Names.CUSTOM_SCHEDULING, Map.of())
                .set(Names.IS_NATIVE, false)
                .set(Names.STATUS, status.wire());
        Connector bare = Connector.bare(id)
                .withDefaultFiltering(
                        new FilteringDocument(FilteringDocument.DEFAULT_DOMAIN, everything, everything, Map.of()))
                .withScheduling(scheduling)
                .withPipeline(Pipeline.standard());
        return bare.with(changes);
    }

    /** Names the connector, and none of its settings: they hold secrets. */
    @Override
    public String toString() {
        return "new connector " + id;
    }
}
