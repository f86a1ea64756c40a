/**
 * How a sync is configured: the {@code config.json} of PyCassElastic as it is, and the section {@code sync} of
 * {@code leat.yml}, which arrives here as a map of full keys. Everything becomes {@link dev.leat.cassandra.config.SyncConfig}:
 * values only, no session, no client, no file but those that hold secrets and the starting point.
 */
@NullMarked
package dev.leat.cassandra.config;

import org.jspecify.annotations.NullMarked;
