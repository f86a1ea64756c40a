@NullMarked
package dev.leat.spark.filter;

import org.jspecify.annotations.NullMarked;
