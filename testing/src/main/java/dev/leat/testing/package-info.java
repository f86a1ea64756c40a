/**
 * What tests of every module share: one real Elasticsearch per test run, a proxy that injects faults on loopback, and
 * seeded generators. Never on a class path of the product.
 */
@NullMarked
package dev.leat.testing;

import org.jspecify.annotations.NullMarked;
