/**
 * Administration of collections without their Java classes: which are meant, whether they may be touched, what is done to
 * them, and how that is shown. Never touches an index that the datastore has not made. Knows no command line.
 */
@NullMarked
package dev.leat.app.collection;

import org.jspecify.annotations.NullMarked;
