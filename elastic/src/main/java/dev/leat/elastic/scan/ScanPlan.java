package dev.leat.elastic.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * The arithmetic of a scan: which pieces of which shards make up each slice. Every document of every shard is in exactly
 * one piece, and the pieces of a shard are alike in length.
 */
final class ScanPlan {

    /** More slices than this help nobody, and each costs a record and at least one request. */
    static final int MAX_SLICES = 100_000;

    /** Large enough that the cost of beginning a slice vanishes, small enough to begin again after a failure. */
    static final long BYTES_PER_SLICE = 128L << 20;

    /** Two full pages: below that, a slice of its own is not worth a request. */
    static final long LEAST_DOCUMENTS_PER_SLICE = 20_000;

    /** Slices per thread, so that threads that are done early find more to do. */
    private static final int SLICES_PER_THREAD = 4;

    private ScanPlan() {}

    /** One of the equal pieces of a shard. */
    record Piece(int shard, int number, int of) {}

    /** The slices, each with its pieces. */
    static List<List<Piece>> plan(List<ShardLoad> shards, Slicing slicing) {
        return switch (slicing) {
            case Slicing.Count count -> divide(shards, count.slices());
            case Slicing.Automatic automatic -> divide(shards, slicesDeserved(shards, automatic.parallelism()));
            case Slicing.DocumentsPerSlice size -> pack(shards, size.documents());
        };
    }

    private static int slicesDeserved(List<ShardLoad> shards, int parallelism) {
        long documents = shards.stream().mapToLong(ShardLoad::documents).sum();
        long bytes = shards.stream().mapToLong(ShardLoad::bytes).sum();
        long pieces = shards.stream().mapToLong(ShardLoad::mostPieces).sum();
        long forSize = Math.ceilDiv(bytes, BYTES_PER_SLICE);
        long forThreads =
                Math.min((long) SLICES_PER_THREAD * parallelism, Math.ceilDiv(documents, LEAST_DOCUMENTS_PER_SLICE));
        return (int) Math.min(MAX_SLICES, Math.min(pieces, Math.max(forSize, forThreads)));
    }

    /** Exactly that many slices. */
    private static List<List<Piece>> divide(List<ShardLoad> shards, int slices) {
        int[] filled = IntStream.range(0, shards.size())
                .filter(shard -> shards.get(shard).documents() > 0)
                .toArray();
        List<List<Piece>> plan = filled.length > slices ? group(shards, filled, slices) : cut(shards, filled, slices);
        while (plan.size() < slices) {
            plan.add(List.of());
        }
        return plan;
    }

    /** Fewer slices than shards: the largest shard goes to the slice with least so far, and so on. */
    private static List<List<Piece>> group(List<ShardLoad> shards, int[] filled, int slices) {
        List<List<Piece>> plan = new ArrayList<>();
        PriorityQueue<long[]> loads = new PriorityQueue<>(
                Comparator.<long[]>comparingLong(load -> load[0]).thenComparingLong(load -> load[1]));
        for (int slice = 0; slice < slices; slice++) {
            plan.add(new ArrayList<>());
            loads.add(new long[] {0, slice});
        }
        for (int shard : largestFirst(shards, filled)) {
            long[] least = loads.remove();
            plan.get((int) least[1]).add(new Piece(shard, 0, 1));
            least[0] += shards.get(shard).documents();
            loads.add(least);
        }
        return plan;
    }

    /** At least as many slices as shards: one piece more for the shard whose pieces are the largest, and so on. */
    private static List<List<Piece>> cut(List<ShardLoad> shards, int[] filled, int slices) {
        int[] pieces = new int[shards.size()];
        PriorityQueue<Integer> byPieceSize = new PriorityQueue<>(Comparator.<Integer>comparingDouble(
                        shard -> -(double) shards.get(shard).documents() / pieces[shard])
                .thenComparingInt(shard -> shard));
        for (int shard : filled) {
            pieces[shard] = 1;
            if (shards.get(shard).mostPieces() > 1) {
                byPieceSize.add(shard);
            }
        }
        for (int left = slices - filled.length; left > 0 && !byPieceSize.isEmpty(); left--) {
            int shard = byPieceSize.remove();
            pieces[shard]++;
            if (pieces[shard] < shards.get(shard).mostPieces()) {
                byPieceSize.add(shard);
            }
        }
        List<List<Piece>> plan = new ArrayList<>();
        for (int shard : filled) {
            addPieces(plan, shard, pieces[shard]);
        }
        return plan;
    }

    /** Slices of at most that many documents each: large shards are cut, small ones go together while there is room. */
    private static List<List<Piece>> pack(List<ShardLoad> shards, long most) {
        List<List<Piece>> plan = new ArrayList<>();
        List<Piece> open = new ArrayList<>();
        long room = 0;
        int[] all = IntStream.range(0, shards.size()).toArray();
        for (int shard : largestFirst(shards, all)) {
            ShardLoad load = shards.get(shard);
            if (load.documents() > most) {
                long pieces = Math.min(load.mostPieces(), Math.ceilDiv(load.documents(), most));
                requireFew(plan.size() + pieces, most);
                addPieces(plan, shard, (int) pieces);
            } else if (load.documents() > 0) {
                if (load.documents() > room) {
                    open = new ArrayList<>();
                    plan.add(open);
                    room = most;
                }
                open.add(new Piece(shard, 0, 1));
                room -= load.documents();
            }
        }
        requireFew(plan.size(), most);
        return plan;
    }

    private static void requireFew(long slices, long most) {
        if (slices > MAX_SLICES) {
            throw new IllegalArgumentException(
                    "slices of " + most + " documents would be more than " + MAX_SLICES + "; ask for larger ones");
        }
    }

    private static void addPieces(List<List<Piece>> plan, int shard, int pieces) {
        for (int piece = 0; piece < pieces; piece++) {
            plan.add(List.of(new Piece(shard, piece, pieces)));
        }
    }

    private static int[] largestFirst(List<ShardLoad> shards, int[] which) {
        return Arrays.stream(which)
                .boxed()
                .sorted(Comparator.comparingLong(shard -> -shards.get(shard).documents()))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
