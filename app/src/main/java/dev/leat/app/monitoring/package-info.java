/**
 * How the connectors service is watched from outside: its health, whether it is ready, and its metrics, over HTTP.
 *
 * <p>It hears the events of the service and asks for its status; it changes nothing.
 */
@NullMarked
package dev.leat.app.monitoring;

import org.jspecify.annotations.NullMarked;
