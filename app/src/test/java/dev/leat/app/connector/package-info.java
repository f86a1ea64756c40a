/** Tests of how connectors are described, asked for and shown. */
@NullMarked
package dev.leat.app.connector;

import org.jspecify.annotations.NullMarked;
