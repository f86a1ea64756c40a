package dev.leat.cassandra.config;

import dev.leat.elastic.Secret;

/** Resolves references to secrets, such as {@code ${env:NAME}} and {@code ${file:PATH}}. */
@FunctionalInterface
public interface Secrets {

    /**
     * The secret that a text refers to.
     *
     * @param key where the text stands, for messages
     * @throws dev.leat.elastic.ConfigException when it is no reference, or nothing is there
     */
    Secret resolve(String key, String reference);
}
