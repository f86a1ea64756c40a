package dev.leat.datastore;

import dev.leat.elastic.LeatException;

/** A collection is asked for something that only those can do who keep its index, and it is attached to a foreign one. */
public class AttachedCollectionException extends LeatException {

    private static final long serialVersionUID = 1L;

    AttachedCollectionException(String collection) {
        super(
                "collection " + collection + " is attached to an index that somebody else keeps: it has no schema, "
                        + "generations or archive here; administer it where it was made, or register a collection of your own",
                null);
    }
}
