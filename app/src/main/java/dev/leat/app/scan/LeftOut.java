package dev.leat.app.scan;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;

/** Remembers some of the fields that documents have and a table has not. Thread-safe. */
public final class LeftOut implements Consumer<String> {

    /** Names noted for a message; more would not be read. */
    private static final int MOST_NOTED = 5;

    private final Set<String> names = new ConcurrentSkipListSet<>();

    @Override
    public void accept(String field) {
        if (names.size() < MOST_NOTED) {
            names.add(field);
        }
    }

    /** The first that were noted. */
    public List<String> names() {
        return List.copyOf(names);
    }
}
