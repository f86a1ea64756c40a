package dev.leat.datastore.document;

import dev.leat.datastore.check.Min;
import dev.leat.datastore.mapping.Document;
import dev.leat.datastore.mapping.Id;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the tests of this package store. */
@Document("rivers")
record River(
        @Id String id,
        String name,
        @Min(0) long length,
        List<String> towns,
        @Nullable Spring spring) {

    record Spring(double height, String moor) {}

    static River of(String id, long length) {
        return new River(id, "River " + id, length, List.of("upper", "lower"), null);
    }

    River withLength(long changed) {
        return new River(id, name, changed, towns, spring);
    }
}
