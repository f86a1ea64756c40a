/**
 * When something is due: Quartz cron expressions in a time zone, as the connector protocol has them. Knows nothing of
 * connectors and jobs, and keeps no clock: it answers when the next time after a given one is.
 */
@NullMarked
package dev.leat.connect.schedule;

import org.jspecify.annotations.NullMarked;
