package dev.leat.datastore.schema;

/** What a change of a schema takes; the later, the dearer. */
public enum Cost {

    /** A change to the live index, in no time. */
    FREE("free"),

    /** All documents are copied to a new index. */
    NEEDS_REINDEX("needs a reindex"),

    /** As above, and stored values are left behind. */
    LOSSY("lossy");

    private final String words;

    Cost(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
