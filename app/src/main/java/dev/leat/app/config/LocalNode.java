package dev.leat.app.config;

import dev.leat.elastic.Secret;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The node that runs on this machine, as far as a connection needs to know it.
 *
 * @param ca the authority to trust; null when the node is not secured
 * @param apiKey what lets in; null when the node is not secured
 */
public record LocalNode(
        URI url, @Nullable Path ca, @Nullable Secret apiKey) {}
