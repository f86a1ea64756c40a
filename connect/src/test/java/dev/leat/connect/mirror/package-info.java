/** Tests of the mirror engine, with a source whose documents and failures a test scripts. */
@NullMarked
package dev.leat.connect.mirror;

import org.jspecify.annotations.NullMarked;
