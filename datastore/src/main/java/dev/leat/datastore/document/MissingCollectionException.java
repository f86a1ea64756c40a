package dev.leat.datastore.document;

import dev.leat.elastic.RejectedException;

/** The collection itself is not in the cluster: its index or its alias was removed. It is never made anew in silence. */
public class MissingCollectionException extends RejectedException {

    private static final long serialVersionUID = 1L;

    public MissingCollectionException(String collection) {
        super(
                404,
                "index_not_found_exception",
                "collection " + collection + " is not in the cluster: there is no alias of that name; if it was lost, "
                        + "restore it from a snapshot, else register the collection again to create it empty");
    }
}
