package dev.leat.datastore.document;

import dev.leat.elastic.RejectedException;

/**
 * A write through a scoped view was refused, because it would store a document outside of the scope, or because the id is
 * taken by one; nothing was changed. It never says what the document outside holds.
 */
public class OutsideScopeException extends RejectedException {

    private static final long serialVersionUID = 1L;

    private final String id;

    private OutsideScopeException(String collection, String id, String why) {
        super(403, "outside_scope", "document '" + id + "' of collection " + collection + " " + why);
        this.id = id;
    }

    static OutsideScopeException result(String collection, String id) {
        return new OutsideScopeException(
                collection, id, "would lie outside of the access scope; store what the scope admits");
    }

    static OutsideScopeException taken(String collection, String id) {
        return new OutsideScopeException(
                collection, id, "cannot be stored: the id is taken outside of the access scope; use another id");
    }

    public String id() {
        return id;
    }
}
