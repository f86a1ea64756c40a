package dev.leat.datastore.document;

import dev.leat.elastic.LeatException;

/** A write was conditional, and the document is not as the condition has it; nothing was changed. Read it again. */
public class ConflictException extends LeatException {

    private static final long serialVersionUID = 1L;

    private final String id;

    /** @param why the end of the sentence that begins with the document's name */
    public ConflictException(String collection, String id, String why) {
        super("document '" + id + "' of collection " + collection + " " + why, null);
        this.id = id;
    }

    /** It is there already, where it should have been created. */
    public static ConflictException exists(String collection, String id) {
        return new ConflictException(collection, id, "exists already; save replaces it whatever it is");
    }

    /** It was changed or deleted since the version that the caller holds. */
    public static ConflictException changed(String collection, String id) {
        return new ConflictException(
                collection, id, "was changed or deleted since that version was read; read it again");
    }

    /** The caller's version is none of this collection's. */
    public static ConflictException otherCollection(String collection, String id) {
        return new ConflictException(
                collection, id, "never had that version, which is one of another collection; read it from this one");
    }

    /** The caller's version is one of the archive, where documents are not changed. */
    public static ConflictException archived(String collection, String id) {
        return new ConflictException(
                collection, id, "was read from an archive, where it cannot be changed; restore it first");
    }

    /** The caller's version is one of a generation of the collection that is no longer in use. */
    public static ConflictException olderGeneration(String collection, String id, VersionToken version) {
        return new ConflictException(
                collection,
                id,
                "has been moved on from index " + version.index() + " since that version was read; read it again");
    }

    public String id() {
        return id;
    }
}
