@NullMarked
package dev.leat.app.file;

import org.jspecify.annotations.NullMarked;
