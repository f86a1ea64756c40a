@NullMarked
package dev.leat.connect.schedule;

import org.jspecify.annotations.NullMarked;
