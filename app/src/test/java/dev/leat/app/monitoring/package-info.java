/** Tests of health, readiness and metrics. */
@NullMarked
package dev.leat.app.monitoring;

import org.jspecify.annotations.NullMarked;
