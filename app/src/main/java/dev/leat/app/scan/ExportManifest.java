package dev.leat.app.scan;

import dev.leat.app.file.AtomicFile;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import dev.leat.elastic.scan.ScanShard;
import dev.leat.elastic.scan.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a folder of parts holds, and how far it has come: the file {@code manifest.json} in it.
 *
 * @param content what was asked for
 * @param snapshots when each snapshot was taken, in ISO-8601: one, and one more each time that a lost one was replaced
 * @param shards what was read, and from which snapshot
 * @param parts the files
 * @param complete whether every part is finished and their documents are those of the shards
 */
public record ExportManifest(
        Content content, List<String> snapshots, List<Shard> shards, List<Part> parts, boolean complete) {

    /** The name of the file. */
    public static final String FILE = "manifest.json";

    /**
     * What was asked for.
     *
     * @param query in Elasticsearch's query language; null for all documents
     * @param fields what of each document; null for all of it
     * @param format such as {@code ndjson}
     * @param meta whether index, id and routing come with each document
     * @param columns of a table; null for lines that need none
     * @param schema of columns with types; null for what has none
     * @param compression such as {@code zstd}
     */
    public record Content(
            String index,
            @Nullable JsonNode query,
            @Nullable List<String> fields,
            String format,
            boolean meta,
            @Nullable List<String> columns,
            @Nullable JsonNode schema,
            String compression) {

        public Content {
            // Read from a file, nothing is a node as well.
            query = query == null || query.isNull() ? null : query;
            schema = schema == null || schema.isNull() ? null : schema;
        }
    }

    /** A shard and the number of documents to read of it. */
    public record Shard(String index, int shard, int snapshot, long documents) {

        ScanShard id() {
            return new ScanShard(index, shard);
        }
    }

    /**
     * A file.
     *
     * @param snapshot which of the snapshots it was read from
     * @param slice what was to be read
     * @param finished null until it is
     */
    public record Part(
            String file,
            int snapshot,
            JsonNode slice,
            @Nullable Finished finished) {

        boolean isFinished() {
            return finished != null;
        }

        Slice slices() {
            return Slice.fromJson(slice.toString());
        }

        Set<ScanShard> shards() {
            return slices().shards();
        }
    }

    /**
     * What a finished file holds.
     *
     * @param bytes as it lies on the disk
     * @param sha256 of these bytes, in hex
     */
    public record Finished(long documents, long bytes, String sha256) {}

    /** The indices that it holds documents of, in the order of the alphabet. */
    public List<String> indices() {
        return shards.stream().map(Shard::index).distinct().sorted().toList();
    }

    /** The documents of the finished parts. */
    public long documents() {
        return parts.stream()
                .mapToLong(part -> part.finished() == null ? 0 : part.finished().documents())
                .sum();
    }

    /** The bytes of the finished parts. */
    public long bytes() {
        return parts.stream()
                .mapToLong(part -> part.finished() == null ? 0 : part.finished().bytes())
                .sum();
    }

    /** The documents that all parts together must hold. */
    long expected() {
        return shards.stream().mapToLong(Shard::documents).sum();
    }

    /**
     * The manifest of a folder; empty when it has none.
     *
     * @throws ConfigException when it has one that cannot be read
     */
    public static Optional<ExportManifest> find(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.MAPPER.readValue(Files.readAllBytes(file), ExportManifest.class));
        } catch (JacksonException e) {
            throw new ConfigException(file.toString(), "is no manifest of an export: " + e.getOriginalMessage());
        }
    }

    /** Writes it, whole or not at all. */
    void write(Path folder) throws IOException {
        try (AtomicFile file = AtomicFile.open(folder.resolve(FILE))) {
            file.out().write(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
            file.out().write('\n');
            file.complete();
        }
    }
}
