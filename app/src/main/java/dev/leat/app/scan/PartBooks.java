package dev.leat.app.scan;

import dev.leat.elastic.Json;
import dev.leat.elastic.scan.Slice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;

/**
 * Keeps the manifest up to date while parts are finished by several threads. Thread-safe. It is written once in an
 * interval at most: of a part that it does not know of as finished, the next run writes the same file again.
 */
final class PartBooks {

    private final Path folder;
    private final long interval;
    private final List<ExportManifest.Part> parts;
    private final Map<JsonNode, Integer> places = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private ExportManifest manifest;
    private long savedAt = System.nanoTime();

    PartBooks(Path folder, ExportManifest manifest, long interval) {
        this.folder = folder;
        this.interval = interval;
        this.manifest = manifest;
        this.parts = new ArrayList<>(manifest.parts());
        for (int place = 0; place < parts.size(); place++) {
            places.put(parts.get(place).slice(), place);
        }
    }

    /** The part that a slice goes into. */
    ExportManifest.Part partOf(Slice slice) {
        lock.lock();
        try {
            return parts.get(place(Json.MAPPER.readTree(slice.toJson())));
        } finally {
            lock.unlock();
        }
    }

    private int place(JsonNode slice) {
        Integer place = places.get(slice);
        if (place == null) {
            throw new IllegalStateException("the manifest does not know the slice " + slice);
        }
        return place;
    }

    void finished(ExportManifest.Part part, ExportManifest.Finished finished) throws IOException {
        lock.lock();
        try {
            parts.set(
                    place(part.slice()), new ExportManifest.Part(part.file(), part.snapshot(), part.slice(), finished));
            if (System.nanoTime() - savedAt > interval) {
                save();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Writes what is known now. */
    void save() throws IOException {
        lock.lock();
        try {
            manifest = new ExportManifest(
                    manifest.content(), manifest.snapshots(), manifest.shards(), List.copyOf(parts), false);
            manifest.write(folder);
            savedAt = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    ExportManifest manifest() {
        lock.lock();
        try {
            return manifest;
        } finally {
            lock.unlock();
        }
    }
}
