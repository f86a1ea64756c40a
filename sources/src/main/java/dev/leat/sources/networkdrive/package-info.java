/**
 * The source {@code network_drive}: folders and files of an SMB share, with their text and with who may read them. Walks
 * folders in a fixed order, so that an unfinished run goes on where it stopped. Knows text extraction through its
 * interface only, and nothing of other sources.
 */
@NullMarked
package dev.leat.sources.networkdrive;

import org.jspecify.annotations.NullMarked;
