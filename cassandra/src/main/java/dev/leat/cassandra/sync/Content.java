package dev.leat.cassandra.sync;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The values of all mapped columns that are not part of the key, static ones included, each as its canonical JSON text. A
 * column that is null, missing or an empty collection is not in it: Cassandra cannot tell these apart. Immutable.
 */
public final class Content {

    /** A row of which only the key is there. */
    public static final Content EMPTY = new Content(new TreeMap<>());

    private final SortedMap<String, String> values;
    private final Fingerprint fingerprint;

    private Content(SortedMap<String, String> values) {
        this.values = Collections.unmodifiableSortedMap(values);
        this.fingerprint = Fingerprint.of(values);
    }

    /**
     * Of these values.
     *
     * @param values column name to canonical JSON text
     */
    public static Content of(Map<String, String> values) {
        return new Content(new TreeMap<>(values));
    }

    public SortedMap<String, String> values() {
        return values;
    }

    public Fingerprint fingerprint() {
        return fingerprint;
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The columns that must be set to come from another content to this one. */
    SortedMap<String, String> changesFrom(Content other) {
        SortedMap<String, String> changes = new TreeMap<>(values);
        changes.entrySet().removeAll(other.values.entrySet());
        return changes;
    }

    /** The columns that must be nulled to come from another content to this one. */
    Set<String> lossesFrom(Content other) {
        Set<String> losses = new TreeSet<>(other.values.keySet());
        losses.removeAll(values.keySet());
        return losses;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Content content && values.equals(content.values);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    /** The names of the columns only: values are the user's. */
    @Override
    public String toString() {
        return "Content" + values.keySet();
    }
}
