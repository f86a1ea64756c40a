@NullMarked
package dev.leat.connect.rules;

import org.jspecify.annotations.NullMarked;
