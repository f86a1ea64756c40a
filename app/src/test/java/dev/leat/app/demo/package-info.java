@NullMarked
package dev.leat.app.demo;

import org.jspecify.annotations.NullMarked;
