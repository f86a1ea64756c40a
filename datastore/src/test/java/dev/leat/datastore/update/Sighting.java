package dev.leat.datastore.update;

import dev.leat.datastore.mapping.Document;
import dev.leat.datastore.mapping.Dynamic;
import dev.leat.datastore.mapping.Flattened;
import dev.leat.datastore.mapping.Id;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A document with a field of every kind that updates treat in a way of its own. */
@Document("sightings")
record Sighting(
        @Id String id,
        @Nullable Long seen,
        @Nullable Integer level,
        @Nullable Double score,
        @Nullable String status,
        @Nullable Instant first,
        @Nullable Instant last,
        @Nullable List<String> tags,
        @Nullable List<Note> notes,
        @Nullable Place place,
        @Flattened @Nullable Map<String, Object> labels,
        @Dynamic @Nullable Map<String, Long> counters) {

    record Note(String text, @Nullable Integer weight) {}

    record Place(@Nullable String city, @Nullable Long visits) {}

    static Sighting empty(String id) {
        return new Sighting(id, null, null, null, null, null, null, null, null, null, null, null);
    }
}
