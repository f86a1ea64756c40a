@NullMarked
package dev.leat.sources.networkdrive;

import org.jspecify.annotations.NullMarked;
