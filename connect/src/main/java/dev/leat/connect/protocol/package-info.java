/**
 * The connector protocol: the documents by which Kibana, the command line and services that run connectors talk to each
 * other, all through two indices of Elasticsearch, and the stores that read and change them safely beside other services.
 * The names of fields and the spellings of their values stand here and nowhere else. Knows the datastore and the SDK,
 * neither the mirror engine nor the service.
 */
@NullMarked
package dev.leat.connect.protocol;

import org.jspecify.annotations.NullMarked;
