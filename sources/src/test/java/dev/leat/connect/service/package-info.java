/** What tests of sources need of the service that others do not. */
@NullMarked
package dev.leat.connect.service;

import org.jspecify.annotations.NullMarked;
