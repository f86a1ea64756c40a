package dev.leat.connect.service;

import dev.leat.elastic.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A connector that the service is told to serve.
 *
 * @param id {@code connectors[].connector_id}
 * @param serviceType {@code connectors[].service_type}
 * @param apiKey {@code connectors[].api_key}: with it the content of this connector is written; null to use the
 *     service's own credentials
 */
public record ServedConnector(
        String id, String serviceType, @Nullable Secret apiKey) {}
