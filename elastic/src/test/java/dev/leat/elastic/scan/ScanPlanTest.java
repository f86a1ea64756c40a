package dev.leat.elastic.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.elastic.scan.ScanPlan.Piece;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScanPlanTest {

    private static final int PLANS = 2_000;

    @Test
    void everyPlanHoldsEveryPieceOfEveryShardOnce() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int plan = 0; plan < PLANS; plan++) {
            List<ShardLoad> shards = randomShards(random);
            Slicing slicing = randomSlicing(random);

            List<List<Piece>> slices = ScanPlan.plan(shards, slicing);

            assertThat(piecesByShard(slices))
                    .as("seed %d, %s, %s", seed, shards, slicing)
                    .isEqualTo(completeShards(shards, slices));
        }
    }

    @Test
    void countGivesExactlyThatManySlices() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int plan = 0; plan < PLANS; plan++) {
            List<ShardLoad> shards = randomShards(random);
            int slices = 1 + random.nextInt(60);

            assertThat(ScanPlan.plan(shards, new Slicing.Count(slices)))
                    .as("seed %d, %s", seed, shards)
                    .hasSize(slices);
        }
    }

    @Test
    void noPieceIsEmptyWhenItsShardHasEnoughDocuments() {
        List<List<Piece>> slices = ScanPlan.plan(whole(3, 1), new Slicing.Count(40));

        assertThat(slices.stream().filter(slice -> !slice.isEmpty())).hasSize(4);
    }

    @Test
    void slicesAreDividedInProportionToTheShards() {
        List<List<Piece>> slices = ScanPlan.plan(whole(600, 300, 100), new Slicing.Count(10));

        assertThat(piecesByShard(slices).get(0)).hasSize(6);
        assertThat(piecesByShard(slices).get(1)).hasSize(3);
        assertThat(piecesByShard(slices).get(2)).hasSize(1);
    }

    @Test
    void fewerSlicesThanShardsShareTheShardsEvenly() {
        List<List<Piece>> slices = ScanPlan.plan(whole(50, 10, 10, 10, 10, 10), new Slicing.Count(2));

        assertThat(slices).extracting(List::size).containsExactly(1, 5);
    }

    @Test
    void documentsPerSliceRoundsUp() {
        assertThat(ScanPlan.plan(whole(1_000), new Slicing.DocumentsPerSlice(1_000)))
                .hasSize(1);
        assertThat(ScanPlan.plan(whole(1_001), new Slicing.DocumentsPerSlice(1_000)))
                .hasSize(2);
        assertThat(ScanPlan.plan(whole(0), new Slicing.DocumentsPerSlice(1_000)))
                .isEmpty();
    }

    @Test
    void smallShardsGoTogetherInASliceOfLimitedSize() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int plan = 0; plan < PLANS; plan++) {
            List<ShardLoad> shards = randomShards(random);
            long most = random.nextLong(200, 5_000);

            for (List<Piece> slice : ScanPlan.plan(shards, new Slicing.DocumentsPerSlice(most))) {
                double documents = slice.stream()
                        .mapToDouble(piece -> (double) shards.get(piece.shard()).documents() / piece.of())
                        .sum();
                boolean limited = shards.get(slice.getFirst().shard()).cut() == ShardLoad.Cut.LIMITED;
                assertThat(limited || documents <= most)
                        .as("seed %d: %s", seed, slice)
                        .isTrue();
            }
        }
    }

    @Test
    void automaticKeepsEveryThreadBusyButMakesNoTinySlices() {
        Slicing automatic = new Slicing.Automatic(4);

        assertThat(ScanPlan.plan(whole(0, 0), automatic)).isEmpty();
        assertThat(ScanPlan.plan(whole(1, 1, 1, 1, 1), automatic)).hasSize(1);
        assertThat(ScanPlan.plan(whole(25_000), automatic)).hasSize(2);
        assertThat(ScanPlan.plan(whole(1_000_000), automatic)).hasSize(16);
    }

    @Test
    void automaticCutsLargeIndicesBySize() {
        long gigabyte = 1L << 30;

        List<List<Piece>> slices = ScanPlan.plan(
                List.of(new ShardLoad(50_000_000, 50 * gigabyte, ShardLoad.Cut.WHOLE)), new Slicing.Automatic(4));

        assertThat(slices).hasSize(400);
    }

    @Test
    void aShardThatIsReadInPartIsNotCut() {
        List<ShardLoad> shards = List.of(new ShardLoad(1_000_000, 1L << 30, ShardLoad.Cut.LIMITED));

        assertThat(ScanPlan.plan(shards, new Slicing.Automatic(4))).hasSize(1);
        assertThat(ScanPlan.plan(shards, new Slicing.DocumentsPerSlice(10))).hasSize(1);
        assertThat(ScanPlan.plan(shards, new Slicing.Count(3)).getFirst()).containsExactly(new Piece(0, 0, 1));
    }

    @Test
    void refusesMoreSlicesThanMakeSense() {
        assertThatThrownBy(() -> ScanPlan.plan(whole(200_000), new Slicing.DocumentsPerSlice(1)))
                .hasMessage("slices of 1 documents would be more than 100000; ask for larger ones");
        assertThatThrownBy(() -> new Slicing.Count(100_001)).hasMessage("slices must be at most 100000, but is 100001");
        assertThatThrownBy(() -> new Slicing.Count(0)).hasMessage("slices must be at least 1, but is 0");
    }

    private static List<ShardLoad> whole(long... documents) {
        List<ShardLoad> shards = new ArrayList<>();
        for (long count : documents) {
            shards.add(new ShardLoad(count, count * 1_024, ShardLoad.Cut.WHOLE));
        }
        return shards;
    }

    private static List<ShardLoad> randomShards(Random random) {
        List<ShardLoad> shards = new ArrayList<>();
        int count = random.nextInt(12);
        for (int shard = 0; shard < count; shard++) {
            long documents = switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> random.nextInt(3);
                case 2 -> random.nextInt(10_000);
                default -> random.nextInt(1_000_000);
            };
            ShardLoad.Cut cut = random.nextInt(10) == 0 ? ShardLoad.Cut.LIMITED : ShardLoad.Cut.WHOLE;
            shards.add(new ShardLoad(documents, documents * random.nextInt(5_000), cut));
        }
        return shards;
    }

    private static Slicing randomSlicing(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new Slicing.Automatic(1 + random.nextInt(32));
            case 1 -> new Slicing.Count(1 + random.nextInt(200));
            default -> new Slicing.DocumentsPerSlice(200 + random.nextInt(100_000));
        };
    }

    private static Map<Integer, List<Integer>> piecesByShard(List<List<Piece>> slices) {
        Map<Integer, List<Integer>> pieces = new HashMap<>();
        slices.forEach(slice -> slice.forEach(piece -> pieces.computeIfAbsent(piece.shard(), shard -> new ArrayList<>())
                .add(piece.number())));
        pieces.values().forEach(Collections::sort);
        return pieces;
    }

    /** What {@link #piecesByShard} must find, given into how many pieces the first piece of a shard says it was cut. */
    private static Map<Integer, List<Integer>> completeShards(List<ShardLoad> shards, List<List<Piece>> slices) {
        Map<Integer, List<Integer>> expected = new HashMap<>();
        for (int shard = 0; shard < shards.size(); shard++) {
            if (shards.get(shard).documents() > 0) {
                int wanted = shard;
                int pieces = slices.stream()
                        .flatMap(List::stream)
                        .filter(piece -> piece.shard() == wanted)
                        .mapToInt(Piece::of)
                        .findFirst()
                        .orElse(1);
                List<Integer> numbers = new ArrayList<>();
                for (int piece = 0; piece < pieces; piece++) {
                    numbers.add(piece);
                }
                expected.put(shard, numbers);
            }
        }
        return expected;
    }
}
