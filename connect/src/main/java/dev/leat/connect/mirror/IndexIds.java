package dev.leat.connect.mirror;

import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.Guard;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.scan.Hit;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.PageHandler;
import dev.leat.elastic.scan.Projection;
import dev.leat.elastic.scan.ScanRequest;
import dev.leat.elastic.scan.ScannedPage;
import dev.leat.elastic.scan.Slicing;
import dev.leat.elastic.scan.Versions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;

/** Reads the ids of an index: into the ledger when a run begins, and once more when something is to be deleted. */
final class IndexIds {

    private static final String HASH = DocumentEncoder.OWN_FIELD + ".hash";
    private static final String SCOPE = DocumentEncoder.OWN_FIELD + ".scope";

    private final Cluster cluster;
    private final String index;
    private final int parallelism;

    IndexIds(Cluster cluster, MirrorSettings settings) {
        this.cluster = cluster;
        this.index = settings.index();
        this.parallelism = settings.parallelism().scan();
    }

    /** Opens the first look at the index, which sees everything that was written before. */
    IndexScan open() {
        new Indices(cluster).refresh(index);
        return IndexScan.open(cluster, request());
    }

    private ScanRequest request() {
        return ScanRequest.of(index)
                .withProjection(new Projection.NoSource())
                .withDocValueFields(List.of(HASH, SCOPE))
                .withSlicing(new Slicing.Automatic(parallelism));
    }

    /**
     * Reads everything into the ledger.
     *
     * @param scopeNumbers the number of a scope by its name; {@link SlotState#FOREIGN} for one that is not known
     */
    void load(IndexScan scan, Ledger ledger, ToIntFunction<String> scopeNumbers) {
        scan.readAllPages(parallelism, page -> ledger.load(loaded(page, scopeNumbers)));
    }

    private static List<Ledger.Loaded> loaded(ScannedPage page, ToIntFunction<String> scopeNumbers) {
        DocumentKeys keys = new DocumentKeys();
        List<Ledger.Loaded> ids = new ArrayList<>(page.size());
        for (Hit hit : page) {
            String scope = hit.firstDocValue(SCOPE);
            ids.add(new Ledger.Loaded(
                    keys.key(hit.id()),
                    Hash128.parse(hit.firstDocValue(HASH)),
                    scope == null ? SlotState.FOREIGN : scopeNumbers.applyAsInt(scope)));
        }
        return ids;
    }

    /** Reads the index again and deletes what is gone, if it is still as this second look finds it. */
    void delete(Ledger ledger, IntPredicate deletable, DocumentWriter writer, Remarks remarks, RunMode mode) {
        new Indices(cluster).refresh(index);
        PageHandler handler = page -> {
            DocumentKeys keys = new DocumentKeys();
            for (Hit hit : page) {
                String id = hit.id();
                Hash128 key = keys.key(id);
                if (!ledger.isGone(key, Hash128.parse(hit.firstDocValue(HASH)), deletable)) {
                    continue;
                }
                String scope = hit.firstDocValue(SCOPE);
                remarks.add(Remark.Kind.DELETED, scope == null ? "" : scope, id, "");
                if (mode == RunMode.WRITE) {
                    writer.delete(
                            BulkOperation.delete(hit.index(), id).withRouting(hit.routing()),
                            new Guard.IfSeqNo(hit.seqNo(), hit.primaryTerm()),
                            key);
                }
            }
        };
        try (IndexScan scan = IndexScan.open(cluster, request().withVersions(Versions.WITH))) {
            scan.readAllPages(parallelism, handler);
        }
    }
}
