/** Tests of the benchmarks' arithmetic; never of a time. */
@NullMarked
package dev.leat.benchmarks;

import org.jspecify.annotations.NullMarked;
