package dev.leat.connect.mirror;

import java.nio.file.Path;

/** Where the dead letters of a run are. */
public sealed interface DeadLetterPlace {

    /** There are none. */
    record None() implements DeadLetterPlace {}

    /** In an index of the same cluster, one document each, under an id that is made of the index and the id. */
    record InIndex(String index) implements DeadLetterPlace {}

    /** In a file, because the index could not be written; one line each. Maybe some are in the index as well. */
    record InFile(Path file, String reason) implements DeadLetterPlace {}
}
