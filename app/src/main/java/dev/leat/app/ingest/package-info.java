/**
 * What {@code elastic-ingest} and {@code leat serve} have to do before the connectors service runs, and around it: the
 * file that configures it, the sources that it may use and the jars that they come from, the checks before the start.
 * The service itself is {@code dev.leat.connect.service} and knows nothing of files.
 */
@NullMarked
package dev.leat.app.ingest;

import org.jspecify.annotations.NullMarked;
