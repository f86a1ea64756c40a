package dev.leat.spark.schema;

import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;

/**
 * What a search in a field can tell about its column.
 *
 * @param field the name to search for
 * @param doubts why what is found may differ from what the documents say
 */
public record Search(String field, Family family, Set<Doubt> doubts) implements Serializable {

    /** How a field is indexed. */
    public enum Family {
        /** Nothing can be told. */
        NONE,
        /** Only whether there is a value. */
        PRESENCE,
        /** Terms that are the strings themselves. */
        KEYWORD,
        WHOLE,
        /** Single precision. */
        FLOAT,
        /** Half precision, while the column has single precision. */
        HALF_FLOAT,
        DOUBLE,
        BOOLEAN,
        /** Milliseconds, while the column has microseconds. */
        DATE,
        /** Nanoseconds, while the column has microseconds. */
        DATE_NANOS,
        /** Addresses, while the column has their texts. */
        IP
    }

    /** Why an index may differ from the documents in it. */
    public enum Doubt {
        /** It holds values that the document does not: {@code null_value}, {@code copy_to}. */
        EXTRA_VALUES,
        /** It lacks values that the document has, and names the field in {@code _ignored} then. */
        IGNORED_VALUES,
        /** A document may hold more than the column takes, and the user does not want to fail then. */
        MISMATCHES,
        /** There are no doc values to sort by and to count. */
        NO_DOC_VALUES
    }

    public Search {
        doubts = Set.copyOf(doubts);
    }

    /** No search. */
    public static Search none() {
        return new Search("", Family.NONE, Set.of());
    }

    public Search withDoubt(Doubt doubt) {
        Set<Doubt> all = new HashSet<>(doubts);
        all.add(doubt);
        return new Search(field, family, all);
    }

    /** Whether what is found is what the documents say, for all that is known. */
    public boolean isFaithful() {
        return doubts.isEmpty() || doubts.equals(Set.of(Doubt.NO_DOC_VALUES));
    }

    /** What can be told where both hold, in different indices. */
    Search and(Search other) {
        if (!family.equals(other.family)) {
            return none();
        }
        Set<Doubt> all = new HashSet<>(doubts);
        all.addAll(other.doubts);
        return new Search(field, family, all);
    }
}
