/**
 * What {@code leat demo} shows: a folder of files and a database, both about one small company, the changes that are made
 * to them, and the story around it. Knows nothing of the command line.
 */
@NullMarked
package dev.leat.app.demo;

import org.jspecify.annotations.NullMarked;
