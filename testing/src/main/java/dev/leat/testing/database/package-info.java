/**
 * Real database servers for tests and benchmarks, as processes of their own on free ports of the loopback interface. The
 * binaries come as jars from the Maven repository (the dependencies of this module on them are optional: a module that
 * starts a server names them itself), are unpacked once, and run on Linux x86-64. Knows no JDBC driver.
 */
@NullMarked
package dev.leat.testing.database;

import org.jspecify.annotations.NullMarked;
