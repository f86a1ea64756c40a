package dev.leat.elastic.bulk;

/** What a bulk operation does to its document. */
public enum Action {

    /** Stores the document, whether or not there is one already. */
    INDEX("index"),

    /** Stores the document only if there is none of that id. */
    CREATE("create"),

    /** Changes a stored document by a partial document or a script. */
    UPDATE("update"),

    /** Removes the document. */
    DELETE("delete");

    private final String word;

    Action(String word) {
        this.word = word;
    }

    /** The word of the bulk format. */
    public String word() {
        return word;
    }
}
