/**
 * The source {@code s3}: the objects in the buckets of Amazon S3 or of anything that speaks its protocol, with their text.
 * Lists in the order of the keys, so that an unfinished run goes on behind a key. Knows text extraction through its
 * interface only, and nothing of other sources.
 */
@NullMarked
package dev.leat.sources.s3;

import org.jspecify.annotations.NullMarked;
