/**
 * What {@code leat mirror} says and hears: the settings of a source as the command line has them, the help of a source,
 * and the report of a run as people and programs read it. The mirroring itself is the business of
 * {@code dev.leat.connect.mirror}.
 */
@NullMarked
package dev.leat.app.mirror;

import org.jspecify.annotations.NullMarked;
