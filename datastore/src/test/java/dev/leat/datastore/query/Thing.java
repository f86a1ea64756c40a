package dev.leat.datastore.query;

import dev.leat.datastore.mapping.Document;
import dev.leat.datastore.mapping.Flattened;
import dev.leat.datastore.mapping.Id;
import dev.leat.datastore.mapping.Index;
import dev.leat.datastore.mapping.Keyword;
import dev.leat.datastore.mapping.Nested;
import dev.leat.datastore.mapping.Text;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The documents of the older products' test suites, as a model. */
@Document("thing")
record Thing(
        @Id String id,
        @Nullable Long lvl,
        @Nullable Instant expiry,
        List<String> tags,
        @Nullable String classification,
        @Nullable Boolean doomed,
        @Text @Keyword @Nullable String note,
        @Flattened Map<String, Object> metadata,
        @Nullable Origin origin,
        @Nested List<Origin> parts,
        @Index(false) @Nullable String hidden) {

    record Origin(@Nullable String host, @Nullable Double weight) {}

    static final Instant NOW = Instant.parse("2026-11-21T12:34:00Z");

    private static final long[] LEVELS = {400, 100, 200, 400};

    static Thing of(String id, @Nullable Long lvl) {
        return new Thing(id, lvl, null, List.of(), null, null, null, Map.of(), null, List.of(), null);
    }

    Thing withExpiry(Instant at) {
        return new Thing(id, lvl, at, tags, classification, doomed, note, metadata, origin, parts, hidden);
    }

    Thing withTags(String... all) {
        return new Thing(id, lvl, expiry, List.of(all), classification, doomed, note, metadata, origin, parts, hidden);
    }

    Thing withClassification(String name) {
        return new Thing(id, lvl, expiry, tags, name, doomed, note, metadata, origin, parts, hidden);
    }

    Thing withDoom() {
        return new Thing(id, lvl, expiry, tags, classification, true, note, metadata, origin, parts, hidden);
    }

    Thing withNote(String text) {
        return new Thing(id, lvl, expiry, tags, classification, doomed, text, metadata, origin, parts, hidden);
    }

    Thing withMetadata(Map<String, Object> map) {
        return new Thing(id, lvl, expiry, tags, classification, doomed, note, map, origin, parts, hidden);
    }

    /** Eight documents that stay, four to be deleted, three without a level. */
    static List<Thing> fixture() {
        List<Thing> things = new ArrayList<>(kept());
        long[] doomed = {100, 300, 400, 200};
        for (int i = 0; i < 4; i++) {
            things.add(of("delete" + (i + 1), doomed[i]).withDoom());
        }
        things.add(of("to_update", null).withNote("hello remove"));
        things.add(of("bulk_update", null).withNote("hello world"));
        things.add(of("bulk_update2", null).withNote("hello there"));
        return things;
    }

    static List<Thing> kept() {
        List<Thing> things = new ArrayList<>();
        int[] daysAgo = {2, 1, 0, 2};
        String[] lastTags = {"c", "f", "e", "d"};
        String[] classes = {"U", "U", "C", "TS"};
        for (int i = 0; i < 4; i++) {
            things.add(of("test" + (i + 1), LEVELS[i])
                    .withExpiry(NOW.minus(daysAgo[i], ChronoUnit.DAYS))
                    .withTags("a", "b", lastTags[i]));
            things.add(of("dict" + (i + 1), LEVELS[i]).withClassification(classes[i]));
        }
        return things;
    }
}
