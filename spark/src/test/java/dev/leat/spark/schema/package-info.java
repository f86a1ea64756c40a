@NullMarked
package dev.leat.spark.schema;

import org.jspecify.annotations.NullMarked;
