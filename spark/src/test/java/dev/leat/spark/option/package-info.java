@NullMarked
package dev.leat.spark.option;

import org.jspecify.annotations.NullMarked;
