@NullMarked
package dev.leat.cassandra.service;

import org.jspecify.annotations.NullMarked;
