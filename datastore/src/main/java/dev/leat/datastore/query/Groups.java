package dev.leat.datastore.query;

import java.util.List;

/**
 * One page of a search's results, put into groups of the same value in a field.
 *
 * @param offset how many groups come before the page
 * @param rows how many groups it could hold
 * @param total how many documents match and have a value in the field
 * @param groupTotal how many groups they make: exact when the page reaches the last one, else an estimate
 */
public record Groups<T>(long offset, int rows, Total total, Total groupTotal, List<Group<T>> groups) {

    public Groups {
        groups = List.copyOf(groups);
    }

    /**
     * The matches with one value.
     *
     * @param value a String, Long or Double
     * @param total how many matches have it
     * @param matches the first of them
     */
    public record Group<T>(Object value, Total total, List<Match<T>> matches) {

        public Group {
            matches = List.copyOf(matches);
        }
    }
}
