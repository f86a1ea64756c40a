package dev.leat.datastore.archive;

import dev.leat.datastore.document.Place;
import dev.leat.datastore.document.StoredSource;
import dev.leat.datastore.document.StoredSources;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.BulkSettings;
import dev.leat.elastic.bulk.BulkWriter;
import dev.leat.elastic.bulk.Guard;
import dev.leat.elastic.bulk.WriteOutcome;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.RetryPolicy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Moves documents from a collection to its archive. The order of the steps is what makes it safe, however many do so at
 * once and wherever each is broken off:
 *
 * <ol>
 * <li>look which copies the archive holds already;
 * <li>check that the original is still the version that was found;
 * <li>copy, on the condition that the archive is as it was looked at, and under a mark of its own;
 * <li>remove older copies from earlier indices, on the same condition;
 * <li>verify: read back, where there must be one copy, and it must be the one that was written;
 * <li>delete the original, if it is still that version; if it is not, take the copy back.
 * </ol>
 *
 * <p>A copy is overwritten or removed only by whoever has seen the original after having seen the copy. If the original was
 * the version copied, the new copy is the same; if it was another, whoever made the old copy can no longer delete the
 * original. So what a run has verified is there when it deletes. A copy is taken back only if it was the first, for else
 * another run may rely on it. Thread-safe; blocks.
 */
final class Mover implements AutoCloseable {

    private static final int CONFLICT = 409;

    private final ArchiveSeries series;
    private final StoredSources sources;
    private final PrimaryTerms primaryTerms;
    private final InstantSource clock;
    private final Consumer<String> witness;
    private final BulkWriter writer;

    /** @param witness is told of every step, before it is taken */
    Mover(Cluster cluster, ArchiveSeries series, RetryPolicy patience, InstantSource clock, Consumer<String> witness) {
        this.series = series;
        this.sources = new StoredSources(cluster, series.collection());
        this.primaryTerms = new PrimaryTerms(cluster);
        this.clock = clock;
        this.witness = witness;
        BulkSettings settings = BulkSettings.standard().withRetryPolicy(patience);
        this.writer = BulkWriter.open(cluster, settings, (operation, outcome) -> {
            if (operation.attachment() instanceof Moving moving) {
                moving.settle(operation, outcome);
            }
        });
    }

    /** Moves documents; each has its end afterwards. */
    void move(List<Moving> documents) {
        ArchiveSeries.Members members = series.open();
        witness.accept("look");
        forEachWithCopies(
                documents,
                members,
                Stamp.PATH,
                (moving, copies) -> moving.earlier().addAll(copies));
        witness.accept("check");
        check(documents);
        witness.accept("copy");
        copy(underWay(documents), members.writeIndex());
        witness.accept("remove");
        removeOlder(underWay(documents), members.writeIndex());
        witness.accept("verify");
        verify(underWay(documents));
        witness.accept("delete");
        delete(underWay(documents));
        witness.accept("end");
    }

    private static List<Moving> underWay(List<Moving> documents) {
        return documents.stream().filter(Moving::isUnderWay).toList();
    }

    private interface CopiesVisitor {
        void visit(Moving moving, List<StoredSource> copies);
    }

    private void forEachWithCopies(
            List<Moving> documents, ArchiveSeries.Members members, String wanted, CopiesVisitor visitor) {
        List<Place> places = new ArrayList<>();
        documents.forEach(moving -> places.addAll(members.places(moving.id())));
        List<@Nullable StoredSource> found = sources.findAll(places, wanted);
        int each = members.indices().size();
        for (int i = 0; i < documents.size(); i++) {
            List<StoredSource> copies = new ArrayList<>();
            for (StoredSource copy : found.subList(i * each, (i + 1) * each)) {
                if (copy != null) {
                    copies.add(copy);
                }
            }
            visitor.visit(documents.get(i), copies);
        }
    }

    /** The documents of the collection as they are now, without their sources. */
    private List<@Nullable StoredSource> now(List<Moving> documents) {
        return sources.findAll(
                documents.stream().map(moving -> moving.original().place()).toList(), StoredSources.NOTHING);
    }

    private static boolean isUnchanged(Moving moving, @Nullable StoredSource now) {
        return now != null && now.version().equals(moving.original().version());
    }

    private void check(List<Moving> documents) {
        List<@Nullable StoredSource> now = now(documents);
        for (int i = 0; i < documents.size(); i++) {
            if (!isUnchanged(documents.get(i), now.get(i))) {
                documents.get(i).again();
            }
        }
    }

    private void copy(List<Moving> documents, String index) {
        for (Moving moving : documents) {
            moving.mark(UUID.randomUUID().toString());
            Stamp stamp = new Stamp(moving.original().version(), moving.mark(), clock.instant());
            byte[] copy = stamp.copy(moving.original());
            StoredSource there = in(index, moving.earlier());
            writer.write((there == null
                            ? BulkOperation.create(index, moving.id(), copy)
                            : BulkOperation.index(index, moving.id(), copy).withGuard(ifStill(there)))
                    .withAttachment(moving));
        }
        writer.flush();
        for (Moving moving : documents) {
            switch (moving.outcome()) {
                case WriteOutcome.Written written -> {}
                case WriteOutcome.Unchanged unchanged -> {}
                case WriteOutcome.Unsent unsent -> moving.again();
                // A copy that may not be there must not cost the older ones; the next round finds it, if it is.
                case WriteOutcome.Unknown unknown -> moving.again();
                case WriteOutcome.Rejected rejected -> {
                    if (rejected.status() == CONFLICT) {
                        moving.again();
                    } else {
                        moving.failed(rejected);
                    }
                }
            }
        }
    }

    private static @Nullable StoredSource in(String index, List<StoredSource> copies) {
        return copies.stream()
                .filter(copy -> copy.version().index().equals(index))
                .findFirst()
                .orElse(null);
    }

    private static Guard ifStill(StoredSource there) {
        return new Guard.IfSeqNo(there.version().seqNo(), there.version().primaryTerm());
    }

    private void removeOlder(List<Moving> documents, String writeIndex) {
        for (Moving moving : documents) {
            moving.earlier().stream()
                    .filter(copy -> !copy.version().index().equals(writeIndex))
                    .forEach(this::remove);
        }
        writer.flush();
    }

    /** Removes a copy unless somebody has written it since. */
    private void remove(StoredSource copy) {
        writer.write(BulkOperation.delete(copy.version().index(), copy.id()).withGuard(ifStill(copy)));
    }

    private void verify(List<Moving> documents) {
        // As it is now: after a rollover another run may write to an index that was not there before.
        forEachWithCopies(documents, series.open(), StoredSources.WHOLE, this::verify);
        writer.flush();
    }

    private void verify(Moving moving, List<StoredSource> copies) {
        StoredSource own = copies.stream()
                .filter(copy -> isMarked(copy, moving.mark()))
                .findFirst()
                .orElse(null);
        if (own == null) {
            moving.again();
        } else if (!Stamp.bare(own).equals(Stamp.bare(moving.original()))) {
            takeBack(moving, own);
            moving.failed(new WriteOutcome.Rejected(
                    0,
                    "copy_differs",
                    "index " + own.version().index() + " holds other content than was written to it; does an ingest "
                            + "pipeline change it?"));
        } else if (copies.size() > 1) {
            takeBack(moving, own);
            moving.again();
        } else {
            moving.copy(own);
        }
    }

    private static boolean isMarked(StoredSource copy, String mark) {
        Stamp stamp = Stamp.find(copy);
        return stamp != null && stamp.mark().equals(mark);
    }

    private void takeBack(Moving moving, @Nullable StoredSource own) {
        if (own != null && moving.earlier().isEmpty()) {
            remove(own);
        }
    }

    private void delete(List<Moving> documents) {
        if (documents.isEmpty()) {
            return;
        }
        Set<String> indices = documents.stream()
                .map(moving -> moving.original().version().index())
                .collect(Collectors.toCollection(TreeSet::new));
        JsonNode termsBefore = primaryTerms.find(indices);
        for (Moving moving : documents) {
            StoredSource original = moving.original();
            writer.write(BulkOperation.delete(original.version().index(), original.id())
                    .withGuard(ifStill(original))
                    .withAttachment(moving));
        }
        writer.flush();
        List<Moving> refused = new ArrayList<>();
        for (Moving moving : documents) {
            if (moving.outcome() instanceof WriteOutcome.Written) {
                moving.moved();
            } else {
                refused.add(moving);
            }
        }
        if (!refused.isEmpty()) {
            List<@Nullable StoredSource> now = now(refused);
            boolean samePrimaries = termsBefore != null && termsBefore.equals(primaryTerms.find(indices));
            for (int i = 0; i < refused.size(); i++) {
                afterRefusal(refused.get(i), now.get(i), samePrimaries);
            }
            writer.flush();
        }
    }

    private void afterRefusal(Moving moving, @Nullable StoredSource now, boolean samePrimaries) {
        boolean conflict = moving.outcome() instanceof WriteOutcome.Rejected rejected && rejected.status() == CONFLICT;
        if (now == null && !(conflict && samePrimaries && moving.earlier().isEmpty())) {
            // It may well be gone by this very delete, so that the copy is all there is.
            moving.moved();
            return;
        }
        takeBack(moving, moving.copy());
        if (isUnchanged(moving, now) && !conflict && moving.outcome() instanceof WriteOutcome.Rejected rejected) {
            moving.failed(rejected);
        } else {
            moving.again();
        }
    }

    /** Whether everything was written that was to be. */
    void finish() {
        writer.finish();
    }

    @Override
    public void close() {
        writer.close();
    }
}
