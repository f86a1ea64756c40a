/**
 * The sample data of {@code leat demo}: a folder of files and a database, both about one small company, and the changes
 * that the demo makes to them. Knows nothing of commands, terminals and Elasticsearch.
 */
@NullMarked
package dev.leat.app.demo;

import org.jspecify.annotations.NullMarked;
