@NullMarked
package dev.leat.connect.protocol;

import org.jspecify.annotations.NullMarked;
