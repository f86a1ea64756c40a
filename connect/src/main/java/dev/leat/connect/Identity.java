package dev.leat.connect;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may ask, and under which names documents let them in. Immutable.
 *
 * @param id unique and stable, as a person would look it up: an account, an address
 * @param names who it is, by kind, each with its prefix: {@code email} is {@code email:jane@example.com}
 * @param access what of {@link SourceDocument#access()} lets this identity in: its own names and its groups, each with
 *     its prefix, without repetition
 */
public record Identity(String id, Map<String, @Nullable String> names, List<String> access) {

    public Identity {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("An identity needs an id: it is empty");
        }
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
        access = List.copyOf(new LinkedHashSet<>(access));
    }

    /** An identity with an access list of any order and with repetitions. */
    public static Identity of(String id, Map<String, ? extends @Nullable String> names, Collection<String> access) {
        return new Identity(id, new LinkedHashMap<>(names), List.copyOf(access));
    }
}
