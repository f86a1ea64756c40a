/**
 * What a class of documents looks like in Elasticsearch: the annotations, the fields of a type with their checks, and the
 * translation between Java values, JSON and the mapping. Knows no cluster and no other package of the datastore.
 */
@NullMarked
package dev.leat.datastore.mapping;

import org.jspecify.annotations.NullMarked;
