package dev.leat.datastore.mapping;

/** Stands where no value goes. */
enum NoCodec implements Codec {
    /** A field that only the mapping fills. */
    COPIED("is filled by @CopyTo; change the fields that it is copied from"),
    /** A component that could not be understood; the class will be refused. */
    BROKEN("has no codec");

    private final String reason;

    NoCodec(String reason) {
        this.reason = reason;
    }

    @Override
    public void write(Object value, Writing writing) {
        writing.refuse(reason);
    }

    @Override
    public Object read(Reading reading) {
        reading.refuse(reason);
        return "";
    }
}
