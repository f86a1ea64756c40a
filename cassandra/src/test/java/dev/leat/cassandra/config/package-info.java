@NullMarked
package dev.leat.cassandra.config;

import org.jspecify.annotations.NullMarked;
