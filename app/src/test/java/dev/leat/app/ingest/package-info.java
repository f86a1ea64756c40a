/** Tests of what stands around the connectors service. */
@NullMarked
package dev.leat.app.ingest;

import org.jspecify.annotations.NullMarked;
