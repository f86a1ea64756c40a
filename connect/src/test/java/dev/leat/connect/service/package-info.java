/** Tests of the connectors service. */
@NullMarked
package dev.leat.connect.service;

import org.jspecify.annotations.NullMarked;
