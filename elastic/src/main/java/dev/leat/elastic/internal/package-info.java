/**
 * What bulk writing and scanning share and nobody else may rely on: walking over the JSON of answers without building
 * anything from it. No part of the public interface.
 */
@NullMarked
package dev.leat.elastic.internal;

import org.jspecify.annotations.NullMarked;
