package dev.leat.elastic;

/** The other side refused the request, and would refuse it again: a bad request, a missing thing, no permission. */
public class RejectedException extends LeatException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;

    /**
     * @param status the HTTP status, or 0 when the refusal did not come over HTTP
     * @param type the machine-readable kind, such as {@code index_not_found_exception}
     */
    public RejectedException(int status, String type, String message) {
        super(message, null);
        this.status = status;
        this.type = type;
    }

    public int status() {
        return status;
    }

    public String type() {
        return type;
    }
}
