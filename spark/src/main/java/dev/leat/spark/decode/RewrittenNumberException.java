package dev.leat.spark.decode;

/**
 * A number where a string was expected, in a source that Elasticsearch has filtered and so written anew: its digits may
 * be others than those that were sent. The source must be read as it is stored.
 */
public final class RewrittenNumberException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RewrittenNumberException(String path) {
        super("field '" + path + "' holds a number that Elasticsearch may have written anew");
    }
}
