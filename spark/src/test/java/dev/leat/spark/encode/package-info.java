@NullMarked
package dev.leat.spark.encode;

import org.jspecify.annotations.NullMarked;
