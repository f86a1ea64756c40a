package dev.leat.datastore.document;

import tools.jackson.databind.node.ObjectNode;

/**
 * A document as it is stored, with all of its fields, hidden ones too.
 *
 * @param source the reader's own: it may be changed
 */
public record StoredTree(ObjectNode source, VersionToken version) {}
