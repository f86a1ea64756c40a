/**
 * Makes Spark's rows of documents: walks over the bytes of a {@code _source} once, and decodes what the columns ask for.
 * A value that its column has no room for is met as the user wants it. Knows nothing of where documents come from.
 */
@NullMarked
package dev.leat.spark.decode;

import org.jspecify.annotations.NullMarked;
