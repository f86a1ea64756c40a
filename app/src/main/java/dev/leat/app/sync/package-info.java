/**
 * What {@code leat sync} has to do around the sync itself: which file configures it, where its state is, who else works with
 * that, how it runs in the background, and how it tells of itself. The sync is {@code dev.leat.cassandra.service} and
 * knows nothing of files, processes and terminals.
 */
@NullMarked
package dev.leat.app.sync;

import org.jspecify.annotations.NullMarked;
