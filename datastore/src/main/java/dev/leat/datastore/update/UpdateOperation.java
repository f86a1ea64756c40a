package dev.leat.datastore.update;

import org.jspecify.annotations.Nullable;

/**
 * One change to one field of a stored document. Several are carried out together, in the order given. The factories take
 * dotted paths; where a key of a map may hold dots or anything else, use the constructor with a {@link FieldPath}.
 *
 * @param path for {@link Verb#DELETE} that of the object or list that loses something
 * @param value for {@link Verb#DELETE} a key (a String) or an index (an Integer from 0 up); else a value of the field's
 *     type, or of its elements' type
 */
public record UpdateOperation(
        Verb verb, FieldPath path, @Nullable Object value) {

    /** Stores a value; null removes the field. Objects on the way that are missing are made. */
    public static UpdateOperation set(String path, @Nullable Object value) {
        return new UpdateOperation(Verb.SET, FieldPath.of(path), value);
    }

    /** Adds to a number; a missing one counts as 0. Exact also when an answer is lost and the update is sent again. */
    public static UpdateOperation increment(String path, Number by) {
        return new UpdateOperation(Verb.INC, FieldPath.of(path), by);
    }

    /** Subtracts from a number; a missing one counts as 0. */
    public static UpdateOperation decrement(String path, Number by) {
        return new UpdateOperation(Verb.DEC, FieldPath.of(path), by);
    }

    /** Stores a number, date or text if it is larger than the stored one, or if there is none. */
    public static UpdateOperation max(String path, Object value) {
        return new UpdateOperation(Verb.MAX, FieldPath.of(path), value);
    }

    /** Stores a number, date or text if it is smaller than the stored one, or if there is none. */
    public static UpdateOperation min(String path, Object value) {
        return new UpdateOperation(Verb.MIN, FieldPath.of(path), value);
    }

    /** Adds an element at the end of a list; a missing list is made, a single value counts as a list of one. */
    public static UpdateOperation append(String path, Object element) {
        return new UpdateOperation(Verb.APPEND, FieldPath.of(path), element);
    }

    /** Adds an element at the end of a list unless an equal one is in it. */
    public static UpdateOperation appendIfMissing(String path, Object element) {
        return new UpdateOperation(Verb.APPEND_IF_MISSING, FieldPath.of(path), element);
    }

    /** Adds an element at the beginning of a list. */
    public static UpdateOperation prepend(String path, Object element) {
        return new UpdateOperation(Verb.PREPEND, FieldPath.of(path), element);
    }

    /** Adds an element at the beginning of a list unless an equal one is in it. */
    public static UpdateOperation prependIfMissing(String path, Object element) {
        return new UpdateOperation(Verb.PREPEND_IF_MISSING, FieldPath.of(path), element);
    }

    /** Takes the first element out of a list that equals the given one. */
    public static UpdateOperation remove(String path, Object element) {
        return new UpdateOperation(Verb.REMOVE, FieldPath.of(path), element);
    }

    /** Removes a field. */
    public static UpdateOperation delete(String path) {
        FieldPath field = FieldPath.of(path);
        if (field.isRoot()) {
            throw new IllegalArgumentException("an update removes fields; to remove the document, delete it");
        }
        return new UpdateOperation(Verb.DELETE, field.parent(), field.name());
    }

    /** Removes a key of an object; the key may hold anything, also dots. */
    public static UpdateOperation delete(String path, String key) {
        return new UpdateOperation(Verb.DELETE, FieldPath.of(path), key);
    }

    /** Removes the element at an index, from 0 up, of a list; beyond its end there is nothing to remove. */
    public static UpdateOperation delete(String path, int index) {
        return new UpdateOperation(Verb.DELETE, FieldPath.of(path), index);
    }

    /** What it does to which field; never the value. */
    @Override
    public String toString() {
        return verb + " " + path;
    }
}
