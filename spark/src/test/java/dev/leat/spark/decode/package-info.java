@NullMarked
package dev.leat.spark.decode;

import org.jspecify.annotations.NullMarked;
