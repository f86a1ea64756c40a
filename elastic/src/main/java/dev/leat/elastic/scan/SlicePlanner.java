package dev.leat.elastic.scan;

import java.util.ArrayList;
import java.util.List;

/** Makes slices of the shards of a snapshot. */
final class SlicePlanner {

    /** What a document takes where the statistics of its shard are not known. */
    private static final long ASSUMED_BYTES = 1_024;

    private SlicePlanner() {}

    static List<Slice> plan(ScanRequest request, List<Snapshot.Shard> shards) {
        long[] limits = limits(request.limit(), shards);
        List<ShardLoad> loads = new ArrayList<>();
        for (int shard = 0; shard < limits.length; shard++) {
            loads.add(load(shards.get(shard), limits[shard]));
        }
        List<Slice> slices = new ArrayList<>();
        for (List<ScanPlan.Piece> pieces : ScanPlan.plan(loads, request.slicing())) {
            List<SlicePart> parts = pieces.stream()
                    .map(piece -> part(piece, shards.get(piece.shard()), limits[piece.shard()]))
                    .toList();
            slices.add(new Slice(
                    slices.size(),
                    parts,
                    request.query(),
                    request.projection(),
                    request.docValueFields(),
                    request.versions(),
                    request.keepAlive()));
        }
        return slices;
    }

    /** How many documents of each shard to read: the limit is filled by the first shards. */
    private static long[] limits(long limit, List<Snapshot.Shard> shards) {
        long[] limits = new long[shards.size()];
        long left = limit;
        for (int shard = 0; shard < limits.length; shard++) {
            limits[shard] = Math.min(left, shards.get(shard).documents());
            left -= limits[shard];
        }
        return limits;
    }

    private static ShardLoad load(Snapshot.Shard shard, long limit) {
        long average = shard.target().averageBytes();
        return new ShardLoad(
                limit,
                limit * (average == 0 ? ASSUMED_BYTES : average),
                limit < shard.documents() ? ShardLoad.Cut.LIMITED : ShardLoad.Cut.WHOLE);
    }

    private static SlicePart part(ScanPlan.Piece piece, Snapshot.Shard shard, long limit) {
        return new SlicePart(
                shard.target().index(),
                shard.target().shard(),
                shard.pointInTime().id(),
                piece.number(),
                piece.of(),
                limit / piece.of(),
                limit,
                shard.target().window(),
                shard.target().averageBytes());
    }
}
