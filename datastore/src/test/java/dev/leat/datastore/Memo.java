package dev.leat.datastore;

import dev.leat.datastore.mapping.Document;
import dev.leat.datastore.mapping.Dynamic;
import dev.leat.datastore.mapping.Id;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A document that belongs to somebody. */
@Document("memos")
record Memo(
        @Id String id,
        String owner,
        @Nullable Long seen,
        List<String> tags,
        @Nullable Double weight,
        @Dynamic @Nullable Map<String, Long> counters) {

    static Memo of(String id, String owner, long seen) {
        return new Memo(id, owner, seen, List.of(), null, null);
    }

    Memo withOwner(String name) {
        return new Memo(id, name, seen, tags, weight, counters);
    }

    Memo withSeen(long changed) {
        return new Memo(id, owner, changed, tags, weight, counters);
    }
}
