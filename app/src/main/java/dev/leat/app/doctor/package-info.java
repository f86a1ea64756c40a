/**
 * Finds out what is wrong between this machine and a cluster, and says how to mend it. Changes nothing. Knows no command
 * line.
 */
@NullMarked
package dev.leat.app.doctor;

import org.jspecify.annotations.NullMarked;
