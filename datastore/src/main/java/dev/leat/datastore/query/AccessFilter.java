package dev.leat.datastore.query;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A predicate over the fields of a document that Elasticsearch and Java evaluate alike: which documents somebody may see
 * and change. Immutable. It becomes usable by binding it to a model ({@link AccessScope#of}), which checks the fields and
 * brings the values into the form in which they are stored.
 *
 * <p>A field of a document has no value, one or several. {@code term}, {@code terms} and {@code range} hold when any of
 * the values fulfils them; an absent field, null, an empty list and a list of nulls are all no value.
 */
public sealed interface AccessFilter {

    /** The field has this value. */
    record Term(String field, Object value) implements AccessFilter {}

    /** The field has one of these values; of none when the list is empty, which no document fulfils. */
    record Terms(String field, List<Object> values) implements AccessFilter {

        public Terms {
            values = List.copyOf(values);
        }
    }

    /**
     * One value of the field lies between the bounds. Keywords are compared by their UTF-8 bytes, dates in whole
     * milliseconds, as Elasticsearch does.
     */
    record Range(
            String field, @Nullable Bound from, @Nullable Bound to) implements AccessFilter {

        public Range {
            if (from == null && to == null) {
                throw new IllegalArgumentException("a range over " + field + " needs a bound; any value is exists()");
            }
        }

        public Range from(Object value) {
            return new Range(field, new Bound(value, Edge.INCLUDED), to);
        }

        public Range above(Object value) {
            return new Range(field, new Bound(value, Edge.EXCLUDED), to);
        }

        public Range upTo(Object value) {
            return new Range(field, from, new Bound(value, Edge.INCLUDED));
        }

        public Range below(Object value) {
            return new Range(field, from, new Bound(value, Edge.EXCLUDED));
        }
    }

    /** The end of a range. */
    record Bound(Object value, Edge edge) {}

    /** Whether the value of a bound is in the range. */
    enum Edge {
        INCLUDED,
        EXCLUDED
    }

    /** The field has a value. */
    record Exists(String field) implements AccessFilter {}

    /** All hold; of no filters, always. */
    record And(List<AccessFilter> filters) implements AccessFilter {

        public And {
            filters = List.copyOf(filters);
        }
    }

    /** One at least holds; of no filters, never. */
    record Or(List<AccessFilter> filters) implements AccessFilter {

        public Or {
            filters = List.copyOf(filters);
        }
    }

    /** It does not hold. */
    record Not(AccessFilter filter) implements AccessFilter {}

    static AccessFilter term(String field, Object value) {
        return new Term(field, value);
    }

    static AccessFilter terms(String field, Collection<?> values) {
        return new Terms(field, List.copyOf(values));
    }

    /** {@code from <= value}; {@link Range#upTo} and {@link Range#below} add the other end. */
    static Range from(String field, Object value) {
        return new Range(field, new Bound(value, Edge.INCLUDED), null);
    }

    /** {@code from < value}; {@link Range#upTo} and {@link Range#below} add the other end. */
    static Range above(String field, Object value) {
        return new Range(field, new Bound(value, Edge.EXCLUDED), null);
    }

    /** {@code value <= to}. */
    static Range upTo(String field, Object value) {
        return new Range(field, null, new Bound(value, Edge.INCLUDED));
    }

    /** {@code value < to}. */
    static Range below(String field, Object value) {
        return new Range(field, null, new Bound(value, Edge.EXCLUDED));
    }

    static AccessFilter exists(String field) {
        return new Exists(field);
    }

    static AccessFilter allOf(AccessFilter... filters) {
        return new And(List.of(filters));
    }

    static AccessFilter anyOf(AccessFilter... filters) {
        return new Or(List.of(filters));
    }

    static AccessFilter not(AccessFilter filter) {
        return new Not(filter);
    }

    default AccessFilter and(AccessFilter other) {
        return allOf(this, other);
    }

    default AccessFilter or(AccessFilter other) {
        return anyOf(this, other);
    }
}
