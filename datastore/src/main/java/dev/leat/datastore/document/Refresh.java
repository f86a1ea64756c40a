package dev.leat.datastore.document;

/** When a write becomes visible to searches; reads by id see it at once in any case. */
public enum Refresh {

    /** With the next refresh of the index, by default within a second. */
    NONE("false"),

    /** The call returns when it is visible: what a user expects who searches next. */
    WAIT("wait_for"),

    /** At once, by a refresh of its own: dear, and meant for tests and rare writes. */
    NOW("true");

    private final String parameter;

    Refresh(String parameter) {
        this.parameter = parameter;
    }

    /** The value of Elasticsearch's parameter {@code refresh}. */
    public String parameter() {
        return parameter;
    }
}
