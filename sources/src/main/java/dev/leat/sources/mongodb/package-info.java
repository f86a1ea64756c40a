/**
 * The source {@code mongodb}: the documents of a collection, one document each. Reads by {@code _id}, one type of BSON
 * after another, so that a run goes on after a lost cursor, a lost connection or a kill; turns BSON into fields without
 * a tree of BSON values between. Knows nothing of other sources.
 */
@NullMarked
package dev.leat.sources.mongodb;

import org.jspecify.annotations.NullMarked;
