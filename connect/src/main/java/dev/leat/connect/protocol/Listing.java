package dev.leat.connect.protocol;

import dev.leat.datastore.mapping.Decoded;
import dev.leat.datastore.query.Match;
import dev.leat.datastore.query.SearchBuilder;
import dev.leat.elastic.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists documents that anybody may have written: one with a value that its field cannot have is left out, and named in the
 * log, so that it stops nobody but itself. Thread-safe.
 */
final class Listing<T> {

    private static final Logger LOGGER = LoggerFactory.getLogger(Listing.class);

    private final String what;
    private final Comparator<T> order;

    /** What was last said of a document: lists are read every few seconds. */
    private final Map<String, String> said = new ConcurrentHashMap<>();

    /** @param what the documents are, in the singular */
    Listing(String what, Comparator<T> order) {
        this.what = what;
        this.order = order;
    }

    /**
     * A document that cannot be read.
     *
     * @param rest what can be read of it; null for nothing
     * @param why one line, without a value of the document
     */
    record Unreadable<T>(String id, @Nullable T rest, String why) {}

    /** What was found. */
    record Found<T>(List<T> documents, List<Unreadable<T>> unreadable) {}

    Found<T> read(SearchBuilder<T> search) {
        List<T> documents = new ArrayList<>();
        List<Unreadable<T>> unreadable = new ArrayList<>();
        try (Stream<Match<Decoded<T>>> matches = search.streamLossy()) {
            matches.forEach(match -> {
                T value = match.value().value();
                if (value != null && match.value().dropped().isEmpty()) {
                    documents.add(value);
                    said.remove(match.id());
                } else {
                    unreadable.add(new Unreadable<>(
                            match.id(), value, why(match.value().dropped())));
                }
            });
        }
        documents.sort(order);
        unreadable.forEach(this::say);
        return new Found<>(List.copyOf(documents), List.copyOf(unreadable));
    }

    private String why(List<Problem> problems) {
        return "The document of this %s cannot be read: %s; mend or delete it"
                .formatted(
                        what, problems.stream().limit(5).map(Problem::toString).collect(Collectors.joining("; ")));
    }

    private void say(Unreadable<T> document) {
        if (!document.why().equals(said.put(document.id(), document.why()))) {
            LOGGER.warn("{} '{}' is left out: {}", what, document.id(), document.why());
        }
    }
}
