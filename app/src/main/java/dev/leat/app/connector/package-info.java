/**
 * Connectors and sync jobs for people: read from a file or asked for on a terminal, checked, shown with their secrets
 * hidden. Knows the connector protocol and the terminal; the command line itself is next door.
 */
@NullMarked
package dev.leat.app.connector;

import org.jspecify.annotations.NullMarked;
