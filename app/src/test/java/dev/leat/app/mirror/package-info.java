/** Tests of what {@code leat mirror} says and hears. */
@NullMarked
package dev.leat.app.mirror;

import org.jspecify.annotations.NullMarked;
