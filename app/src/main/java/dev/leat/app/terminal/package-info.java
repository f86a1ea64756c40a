/**
 * How Leat talks to the person or the program that called it: results on standard output, everything else on standard
 * error, bars only on a terminal, log lines, and the end by Ctrl-C. Knows no command and no cluster.
 */
@NullMarked
package dev.leat.app.terminal;

import org.jspecify.annotations.NullMarked;
