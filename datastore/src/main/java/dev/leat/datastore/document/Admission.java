package dev.leat.datastore.document;

import tools.jackson.databind.JsonNode;

/**
 * Which documents a view of a collection holds: those outside are not there for whoever has the view. Thread-safe; asked
 * for every document that is read or written.
 */
@FunctionalInterface
public interface Admission {

    /** Whether a document with this source is inside. */
    boolean admits(JsonNode source);
}
