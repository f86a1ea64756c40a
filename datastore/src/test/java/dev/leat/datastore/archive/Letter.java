package dev.leat.datastore.archive;

import dev.leat.datastore.mapping.Document;
import dev.leat.datastore.mapping.Id;

/** A document that grows old. */
@Document("letters")
record Letter(@Id String id, String from, int year, long seen) {

    static Letter of(String id, int year) {
        return new Letter(id, "Ada", year, 0);
    }

    Letter withYear(int changed) {
        return new Letter(id, from, changed, seen);
    }

    Letter seenOnceMore() {
        return new Letter(id, from, year, seen + 1);
    }
}
