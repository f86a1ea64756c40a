/**
 * The connectors service: loops that prepare connectors, schedule their syncs, run the jobs, and clean up after services
 * that died. {@link dev.leat.connect.service.ConnectorService} is the way in.
 *
 * <p>It reads and writes connectors and jobs through {@code connect.protocol} only, and moves documents through {@code
 * connect.mirror} only. It knows no configuration files, no command line and no web server: settings come in as a record,
 * and what happens goes out as events and as a status.
 */
@NullMarked
package dev.leat.connect.service;

import org.jspecify.annotations.NullMarked;
