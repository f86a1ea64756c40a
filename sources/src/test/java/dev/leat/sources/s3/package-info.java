@NullMarked
package dev.leat.sources.s3;

import org.jspecify.annotations.NullMarked;
