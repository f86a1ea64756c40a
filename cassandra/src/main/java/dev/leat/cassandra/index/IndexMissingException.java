package dev.leat.cassandra.index;

import dev.leat.elastic.RejectedException;

/** An index that was there when it was opened is there no more. It is not made anew: what was in it would look deleted. */
public final class IndexMissingException extends RejectedException {

    private static final long serialVersionUID = 1L;

    private final String index;

    IndexMissingException(String index, String advice) {
        super(404, "index_not_found_exception", "the index '" + index + "' is not there any more; " + advice);
        this.index = index;
    }

    /** The name of the index. */
    public String index() {
        return index;
    }
}
