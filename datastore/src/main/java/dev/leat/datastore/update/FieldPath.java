package dev.leat.datastore.update;

import java.util.ArrayList;
import java.util.List;

/**
 * Where in a document a field is: the names of the objects around it and its own. Names are data and may hold anything,
 * also dots, which only {@link #of} reads as separators.
 *
 * @param segments none for the document itself
 */
public record FieldPath(List<String> segments) {

    private static final int DEEPEST = 100;

    public FieldPath {
        segments = List.copyOf(segments);
        if (segments.size() > DEEPEST) {
            throw new IllegalArgumentException("a path has at most " + DEEPEST + " names");
        }
    }

    /** The path that a dotted name stands for; the empty text stands for the document itself. */
    public static FieldPath of(String dotted) {
        return new FieldPath(dotted.isEmpty() ? List.of() : List.of(dotted.split("\\.", -1)));
    }

    /** A field below this one, whose name is taken as it is: for the keys of maps. */
    public FieldPath child(String name) {
        List<String> longer = new ArrayList<>(segments);
        longer.add(name);
        return new FieldPath(longer);
    }

    boolean isRoot() {
        return segments.isEmpty();
    }

    FieldPath parent() {
        return new FieldPath(segments.subList(0, segments.size() - 1));
    }

    /** Its last name; there must be one. */
    String name() {
        return segments.getLast();
    }

    /** The names with dots between, for messages and for finding the field in a model. */
    @Override
    public String toString() {
        return String.join(".", segments);
    }
}
