package dev.leat.elastic.scan;

import java.io.Serializable;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One parallel part of an index scan: all that {@link SliceReader} needs to read it in this or another process, besides
 * a connection to the cluster. Travels by Java serialisation or as JSON. It can be read as long as the
 * {@link IndexScan} that made it is open, and read again from its start after a failure.
 *
 * @param number from 0, in the order of {@link IndexScan#slices()}
 * @param parts read one after the other; none when the slice is empty
 */
public record Slice(
        int number,
        List<SlicePart> parts,
        @Nullable String query,
        Projection projection,
        List<String> docValueFields,
        Versions versions,
        Duration keepAlive)
        implements Serializable {

    public Slice {
        parts = List.copyOf(parts);
        docValueFields = List.copyOf(docValueFields);
    }

    /** How many documents the slice holds: exactly when it consists of whole shards, an estimate otherwise. */
    public long documents() {
        return parts.stream().mapToLong(SlicePart::expected).sum();
    }

    /** The shards that it reads, each once. */
    public Set<ScanShard> shards() {
        return parts.stream()
                .map(part -> new ScanShard(part.index(), part.shard()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The slice as one line of JSON, which {@link #fromJson} reads. */
    public String toJson() {
        return SliceCodec.write(this);
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static Slice fromJson(String json) {
        return SliceCodec.read(json);
    }
}
