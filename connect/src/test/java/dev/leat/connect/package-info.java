/** Tests of the SDK of data sources. */
@NullMarked
package dev.leat.connect;

import org.jspecify.annotations.NullMarked;
