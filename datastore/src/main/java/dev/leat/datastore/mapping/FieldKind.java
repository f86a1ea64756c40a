package dev.leat.datastore.mapping;

/** What a field is for Elasticsearch: how it is indexed, and so what can be asked of it. */
public enum FieldKind {
    KEYWORD("keyword"),
    TEXT("text"),
    LONG("long"),
    INTEGER("integer"),
    SHORT("short"),
    BYTE("byte"),
    DOUBLE("double"),
    FLOAT("float"),
    BOOLEAN("boolean"),
    DATE("date"),
    IP("ip"),
    /** An object whose fields are fields of the document. */
    OBJECT("object"),
    /** Objects that are searched one by one. */
    NESTED("nested"),
    /** A map that is searched by keywords, and anything in it. */
    FLATTENED("flattened"),
    /** A map each key of which is a field. */
    DYNAMIC("object"),
    /** Whatever the raw mapping says. */
    RAW("");

    private final String elasticsearchType;

    FieldKind(String elasticsearchType) {
        this.elasticsearchType = elasticsearchType;
    }

    /** The {@code type} in the mapping; empty for {@link #RAW}, where only the mapping itself knows. */
    public String elasticsearchType() {
        return elasticsearchType;
    }

    public boolean isNumeric() {
        return isWholeNumber() || this == DOUBLE || this == FLOAT;
    }

    public boolean isWholeNumber() {
        return this == LONG || this == INTEGER || this == SHORT || this == BYTE;
    }

    /** Whether it holds other fields rather than a value. */
    public boolean isContainer() {
        return this == OBJECT || this == NESTED || this == DYNAMIC;
    }
}
