package dev.leat.datastore.schema;

import dev.leat.elastic.ConfigException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One index of a collection. Generations are numbered and numbers are never used again, so that the name of an index
 * means one set of documents for ever; the collection's alias points at the current one.
 *
 * @param collection the name of the collection, which is its alias
 * @param number from 1 up
 */
public record Generation(String collection, int number) implements Comparable<Generation> {

    private static final Pattern INDEX = Pattern.compile("(.+)-g(\\d{4,9})");

    /** Taken by the archives of collections: their templates match whatever begins like that. */
    private static final Pattern ARCHIVE = Pattern.compile(".+-archive(-.*)?");

    /** Leaves room for the generation below the 255 bytes of an index name. */
    private static final Pattern COLLECTION = Pattern.compile("[a-z0-9][a-z0-9_-]{0,199}");

    public Generation {
        requireName(collection);
        if (number < 1) {
            throw new IllegalArgumentException("generations are numbered from 1 and not " + number);
        }
    }

    /**
     * The name itself, if a collection may have it.
     *
     * @throws ConfigException when it may not
     */
    public static String requireName(String collection) {
        if (!isName(collection)) {
            throw new ConfigException(
                    "collection",
                    "'" + collection
                            + "' cannot be the name of a collection: use up to 200 lower-case letters, digits, "
                            + "'_' and '-', beginning with a letter or digit, not ending like '-g0001', "
                            + "and without the word '-archive'");
        }
        return collection;
    }

    /** Whether a collection may have that name. */
    static boolean isName(String collection) {
        return COLLECTION.matcher(collection).matches()
                && !INDEX.matcher(collection).matches()
                && !ARCHIVE.matcher(collection).matches();
    }

    /** The generation that an index is; empty when it is none of that collection. */
    public static Optional<Generation> find(String collection, String index) {
        Matcher matcher = INDEX.matcher(index);
        if (!matcher.matches() || !matcher.group(1).equals(collection) || Integer.parseInt(matcher.group(2)) < 1) {
            return Optional.empty();
        }
        // Somebody else's hits-g00001 is not hits-g0001.
        return Optional.of(new Generation(collection, Integer.parseInt(matcher.group(2))))
                .filter(generation -> generation.index().equals(index));
    }

    public Generation next() {
        return new Generation(collection, number + 1);
    }

    /**
     * The alias that leads to this index alone, and goes with it. Conditional writes use it and insist on an alias, because
     * Elasticsearch would make an index anew of which only the name is known.
     */
    String ownAlias() {
        return index() + "-only";
    }

    /** The name of the index. */
    public String index() {
        return String.format(Locale.ROOT, "%s-g%04d", collection, number);
    }

    @Override
    public int compareTo(Generation other) {
        int byCollection = collection.compareTo(other.collection);
        return byCollection != 0 ? byCollection : Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return index();
    }
}
