/**
 * Benchmarks that a person runs: Leat's parts and whole commands side by side with the limits they are held to (a raw
 * client with prepared bytes) and with other tools. They print what they measure and judge nothing; no test depends on
 * a time.
 *
 * <p>The peers here are bare on purpose and know nothing of Leat; nothing may depend on this module.
 */
@NullMarked
package dev.leat.benchmarks;

import org.jspecify.annotations.NullMarked;
