/**
 * The commands {@code leat} and {@code elastic-ingest}: where a process starts, what everything is wired with, and how
 * it ends. What a command does lives in the packages below; nothing else in Leat knows about processes, terminals,
 * command lines or log files.
 */
@NullMarked
package dev.leat.app;

import org.jspecify.annotations.NullMarked;
