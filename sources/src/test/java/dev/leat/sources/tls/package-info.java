@NullMarked
package dev.leat.sources.tls;

import org.jspecify.annotations.NullMarked;
