package dev.leat.datastore.query;

/** The direction of a sort. Documents without a value come last in both. */
public enum Order {
    ASC("asc"),
    DESC("desc");

    private final String word;

    Order(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
