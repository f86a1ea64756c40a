package dev.leat.app.scan;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Json;
import dev.leat.elastic.Progress;
import dev.leat.elastic.UnavailableException;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.ScanRequest;
import dev.leat.elastic.scan.ScanShard;
import dev.leat.elastic.scan.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Reads an index in parallel into a folder: a file for each slice, and a manifest. One that was broken off can go on:
 * finished files stay. Those that are not are read from the same snapshot, if it lives, as it does for five minutes after
 * a {@code kill -9}; else every shard that is not finished is read anew, from a snapshot of now. Made for one run; not
 * thread-safe.
 */
public final class FolderExport {

    /** As many slices at a time as one file takes: the same memory. */
    private static final int MOST_AT_A_TIME = 4;

    private final Cluster cluster;
    private final Path folder;
    private final Encoding encoding;
    private final Progress progress;
    private final InstantSource clock;

    public FolderExport(Cluster cluster, Path folder, Encoding encoding, Progress progress, InstantSource clock) {
        this.cluster = cluster;
        this.folder = folder;
        this.encoding = encoding;
        this.progress = progress;
        this.clock = clock;
    }

    /** What a folder that holds an export already is to be used for. */
    public enum Existing {
        REFUSE,
        RESUME
    }

    /**
     * Exports everything that the request asks for; blocks until done.
     *
     * @return the manifest of the complete export
     * @throws ConfigException when the folder holds something else
     * @throws dev.leat.elastic.CancelledException when the thread was interrupted
     */
    public ExportManifest run(ScanRequest request, ExportManifest.Content content, Existing existing)
            throws IOException {
        Optional<ExportManifest> earlier = ExportManifest.find(folder);
        if (earlier.isPresent()) {
            requireSame(earlier.get().content(), content, existing);
            if (earlier.get().complete()) {
                return earlier.get();
            }
        } else {
            requireEmpty();
        }
        Files.createDirectories(folder);
        FolderLock lock = FolderLock.take(folder);
        try (lock) {
            removeUnfinishedFiles();
            return earlier.isPresent() ? resume(request, earlier.get()) : begin(request, content);
        }
    }

    private void requireSame(ExportManifest.Content held, ExportManifest.Content wanted, Existing existing) {
        if (existing == Existing.REFUSE) {
            throw new ConfigException(
                    "--output", folder + " holds an export already; --resume goes on with it, or name another folder");
        }
        if (!held.equals(wanted)) {
            throw new ConfigException(
                    "--resume",
                    folder + " holds another export (" + Json.MAPPER.writeValueAsString(held)
                            + "); give the same options, or name another folder");
        }
    }

    private void requireEmpty() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.anyMatch(file -> !isOurs(file))) {
                throw new ConfigException("--output", folder + " is not empty; name another folder");
            }
        }
    }

    private static boolean isOurs(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.equals(FolderLock.FILE) || (name.startsWith(".") && name.endsWith(".part"));
    }

    /** What a process that was killed has left behind. */
    private void removeUnfinishedFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = String.valueOf(file.getFileName());
                if (name.startsWith(".") && name.endsWith(".part")) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private ExportManifest begin(ScanRequest request, ExportManifest.Content content) throws IOException {
        Instant now = clock.instant();
        try (IndexScan scan = IndexScan.open(cluster, request)) {
            ExportManifest empty = new ExportManifest(content, List.of(), List.of(), List.of(), false);
            return read(scan, with(empty, scan, now));
        }
    }

    private ExportManifest resume(ScanRequest request, ExportManifest manifest) throws IOException {
        List<ExportManifest.Part> open =
                manifest.parts().stream().filter(part -> !part.isFinished()).toList();
        if (open.isEmpty()) {
            return complete(manifest);
        }
        Optional<IndexScan> living = IndexScan.reopen(
                cluster, open.stream().map(ExportManifest.Part::slices).toList());
        if (living.isPresent()) {
            try (IndexScan scan = living.get()) {
                return read(scan, manifest);
            }
        }
        Set<ScanShard> anew = anew(manifest.parts());
        Instant now = clock.instant();
        try (IndexScan scan = IndexScan.open(cluster, request, anew)) {
            return read(scan, with(without(manifest, anew), scan, now));
        }
    }

    /** The shards of unfinished parts, and of all parts that share a shard with one that is to be read anew. */
    static Set<ScanShard> anew(List<ExportManifest.Part> parts) {
        Set<ScanShard> anew = new HashSet<>();
        int before = -1;
        while (anew.size() > before) {
            before = anew.size();
            for (ExportManifest.Part part : parts) {
                Set<ScanShard> shards = part.shards();
                if (!part.isFinished() || shards.stream().anyMatch(anew::contains)) {
                    anew.addAll(shards);
                }
            }
        }
        return anew;
    }

    private ExportManifest without(ExportManifest manifest, Set<ScanShard> shards) throws IOException {
        List<ExportManifest.Part> kept = new ArrayList<>();
        for (ExportManifest.Part part : manifest.parts()) {
            if (part.shards().stream().noneMatch(shards::contains)) {
                kept.add(part);
            }
        }
        ExportManifest rest = new ExportManifest(
                manifest.content(),
                manifest.snapshots(),
                manifest.shards().stream()
                        .filter(shard -> !shards.contains(shard.id()))
                        .toList(),
                kept,
                false);
        rest.write(folder);
        for (ExportManifest.Part part : manifest.parts()) {
            if (!kept.contains(part)) {
                Files.deleteIfExists(folder.resolve(part.file()));
            }
        }
        return rest;
    }

    private ExportManifest with(ExportManifest manifest, IndexScan scan, Instant opened) throws IOException {
        int snapshot = manifest.snapshots().size();
        List<String> snapshots = new ArrayList<>(manifest.snapshots());
        snapshots.add(opened.toString());
        List<ExportManifest.Shard> shards = new ArrayList<>(manifest.shards());
        scan.documentsByShard()
                .forEach((shard, documents) ->
                        shards.add(new ExportManifest.Shard(shard.index(), shard.number(), snapshot, documents)));
        List<ExportManifest.Part> parts = new ArrayList<>(manifest.parts());
        for (Slice slice : scan.slices()) {
            String file = String.format("part-%02d-%05d%s", snapshot, slice.number(), encoding.extension());
            parts.add(new ExportManifest.Part(file, snapshot, Json.MAPPER.readTree(slice.toJson()), null));
        }
        ExportManifest all = new ExportManifest(manifest.content(), snapshots, shards, parts, false);
        all.write(folder);
        return all;
    }

    private ExportManifest read(IndexScan scan, ExportManifest manifest) throws IOException {
        progress.total(manifest.expected());
        progress.advance(manifest.documents());
        ScanProgress pages = new ScanProgress(progress);
        PartBooks books = new PartBooks(folder, manifest, TimeUnit.SECONDS.toNanos(1));
        int atATime = Math.min(2 * Runtime.getRuntime().availableProcessors(), MOST_AT_A_TIME);
        try {
            scan.forEachSlice(atATime, reader -> {
                ExportManifest.Part part = books.partOf(reader.slice());
                books.finished(part, new PartFile(folder, part.file(), encoding).write(reader, pages));
            });
        } finally {
            books.save();
        }
        return complete(books.manifest());
    }

    private ExportManifest complete(ExportManifest manifest) throws IOException {
        if (manifest.documents() != manifest.expected()) {
            throw new UnavailableException(
                    "the parts hold " + manifest.documents() + " documents, but the snapshots had "
                            + manifest.expected() + "; the export is incomplete, so begin it anew in another folder",
                    null);
        }
        ExportManifest complete =
                new ExportManifest(manifest.content(), manifest.snapshots(), manifest.shards(), manifest.parts(), true);
        complete.write(folder);
        return complete;
    }
}
