package dev.leat.datastore.check;

/** What a rule says of a value. */
public sealed interface Verdict {

    /**
     * The value is good.
     *
     * @param value it, or the form in which it is stored, of the same type
     */
    record Accepted(Object value) implements Verdict {}

    /**
     * The value must not be stored.
     *
     * @param reason what it should be, following its path: "is not a domain name"; never with the value itself, which may
     *     be secret
     */
    record Refused(String reason) implements Verdict {}

    /** Accepts a value. */
    static Verdict accept(Object value) {
        return new Accepted(value);
    }

    /** Refuses a value. */
    static Verdict refuse(String reason) {
        return new Refused(reason);
    }
}
