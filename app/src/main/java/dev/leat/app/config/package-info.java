/**
 * Which cluster, and as whom: put together from options, the environment, the configuration file and the local node, in
 * that order. All that is wrong is reported at once. Knows no command and opens no connection.
 */
@NullMarked
package dev.leat.app.config;

import org.jspecify.annotations.NullMarked;
