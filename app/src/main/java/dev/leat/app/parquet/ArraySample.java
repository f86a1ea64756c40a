package dev.leat.app.parquet;

import dev.leat.elastic.Json;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.scan.Hit;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.ScanRequest;
import dev.leat.elastic.scan.ScannedPage;
import dev.leat.elastic.scan.SliceReader;
import dev.leat.elastic.scan.Slicing;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The places in which some documents hold arrays: a mapping does not say. The sample is taken at ten places of the index
 * or more, spread evenly and at least one a shard. It takes no more memory than a scan does. Not thread-safe.
 */
final class ArraySample {

    private static final int LEAST_PLACES = 10;
    private static final int MOST_PLACES = 200;

    /** Of large documents a sample of fewer must do. */
    private static final long MOST_BYTES = 32L << 20;

    private final Set<String> arrays = new HashSet<>();

    /** Nothing seen. */
    static ArraySample none() {
        return new ArraySample();
    }

    /** Looks at about that many of the documents that the request would bring. */
    static ArraySample take(Cluster cluster, ScanRequest request, int documents) {
        ArraySample sample = new ArraySample();
        if (documents == 0) {
            return sample;
        }
        ScanRequest all = request.withLimit(Long.MAX_VALUE).withSlicing(new Slicing.Count(LEAST_PLACES));
        int places = LEAST_PLACES;
        try (IndexScan scan = IndexScan.open(cluster, all)) {
            int shards = scan.documentsByShard().size();
            if (shards <= LEAST_PLACES) {
                sample.look(scan, documents);
                return sample;
            }
            places = Math.min(shards, MOST_PLACES);
        }
        try (IndexScan scan = IndexScan.open(cluster, all.withSlicing(new Slicing.Count(places)))) {
            sample.look(scan, documents);
        }
        return sample;
    }

    private void look(IndexScan scan, int documents) {
        int places = Math.max(1, scan.slices().size());
        scan.forEachSlice(1, reader -> look(reader, Math.ceilDiv(documents, places), MOST_BYTES / places));
    }

    private void look(SliceReader reader, int documents, long bytes) {
        int left = documents;
        long room = bytes;
        for (ScannedPage page = reader.nextPage(); page != null; page = reader.nextPage()) {
            for (Hit hit : page) {
                look(hit);
                left--;
                if (left == 0) {
                    return;
                }
            }
            room -= page.bytes();
            if (room <= 0) {
                return;
            }
        }
    }

    private void look(Hit hit) {
        look(SourceLine.of(hit));
    }

    /** Looks at one document. */
    void look(byte[] source) {
        try (JsonParser parser = Json.MAPPER.createParser(source)) {
            parser.nextToken();
            look(parser, null);
        }
    }

    private void look(JsonParser parser, @Nullable String path) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = path == null ? parser.currentName() : path + "." + parser.currentName();
                parser.nextToken();
                look(parser, field);
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY && path != null) {
            boolean empty = true;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                empty = false;
                look(parser, path);
            }
            if (!empty) {
                arrays.add(path);
            }
        }
    }

    /** Whether an array was seen there. */
    boolean hasArray(String path) {
        return arrays.contains(path);
    }
}
