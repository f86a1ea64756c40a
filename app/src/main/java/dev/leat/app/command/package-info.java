/**
 * One class per command of {@code leat}: its options, its help, what it prints and its exit code. The work itself is
 * done elsewhere. To add a command, write its class and name it in {@link dev.leat.app.command.Commands}.
 */
@NullMarked
package dev.leat.app.command;

import org.jspecify.annotations.NullMarked;
