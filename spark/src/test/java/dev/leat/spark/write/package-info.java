@NullMarked
package dev.leat.spark.write;

import org.jspecify.annotations.NullMarked;
