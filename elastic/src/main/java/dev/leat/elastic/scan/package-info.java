/**
 * A consistent parallel read of Elasticsearch indices: {@link dev.leat.elastic.scan.IndexScan} opens one point-in-time
 * per shard, cuts the documents into {@link dev.leat.elastic.scan.Slice}s whose number is known before anything is read,
 * and {@link dev.leat.elastic.scan.SliceReader} reads a slice in this or any other process. Documents are handed on as
 * the bytes that Elasticsearch stored, and every page is checked: what is missing is an exception, never a silence.
 *
 * <p>This package knows nothing of files, formats, writers or what the documents mean.
 */
@NullMarked
package dev.leat.elastic.scan;

import org.jspecify.annotations.NullMarked;
