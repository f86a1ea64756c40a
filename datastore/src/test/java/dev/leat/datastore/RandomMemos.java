package dev.leat.datastore;

import dev.leat.datastore.query.AccessFilter;
import dev.leat.datastore.query.Query;
import dev.leat.datastore.update.UpdateOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random memos, filters over them and changes to them; few different values, so that they meet often. */
final class RandomMemos {

    static final List<String> IDS = List.of("a", "b", "c", "d", "e", "f");

    private static final List<String> OWNERS = List.of("ann", "bob", "cy");
    private static final List<String> TAGS = List.of("x", "y", "secret");
    private static final List<Double> WEIGHTS = List.of(0.5, 1.0, 1.5);
    private static final List<String> QUERIES = List.of("*:*", "owner:ann", "seen:>=2", "tags:x", "NOT tags:secret");

    private final SplittableRandom random;

    RandomMemos(SplittableRandom random) {
        this.random = random;
    }

    int next(int bound) {
        return random.nextInt(bound);
    }

    <E> E any(List<E> all) {
        return all.get(random.nextInt(all.size()));
    }

    String id() {
        return any(IDS);
    }

    String owner() {
        return any(OWNERS);
    }

    Memo memo(String id) {
        return new Memo(
                id,
                owner(),
                random.nextInt(4) == 0 ? null : (long) random.nextInt(5),
                TAGS.stream().filter(tag -> random.nextInt(3) == 0).toList(),
                random.nextBoolean() ? null : any(WEIGHTS),
                null);
    }

    Query query() {
        return new Query.Lucene(any(QUERIES));
    }

    List<UpdateOperation> operations() {
        List<UpdateOperation> operations = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            operations.add(operation());
        }
        return operations;
    }

    private UpdateOperation operation() {
        return switch (random.nextInt(9)) {
            case 0 -> UpdateOperation.set("owner", owner());
            case 1, 2 -> UpdateOperation.increment("seen", random.nextInt(-1, 3));
            case 3 -> UpdateOperation.append("tags", any(TAGS));
            case 4 -> UpdateOperation.appendIfMissing("tags", any(TAGS));
            case 5 -> UpdateOperation.remove("tags", any(TAGS));
            case 6 -> UpdateOperation.set("weight", random.nextBoolean() ? null : any(WEIGHTS));
            case 7 -> UpdateOperation.delete("seen");
            default -> UpdateOperation.max("seen", random.nextInt(5));
        };
    }

    AccessFilter filter(int depth) {
        return switch (random.nextInt(depth == 0 ? 7 : 11)) {
            case 0 -> AccessFilter.term("owner", owner());
            case 1 -> AccessFilter.terms("owner", List.of(owner(), owner()));
            case 2 -> AccessFilter.from("seen", random.nextInt(4));
            case 3 -> AccessFilter.below("seen", random.nextInt(1, 5));
            case 4 -> AccessFilter.exists("weight");
            case 5 -> AccessFilter.not(AccessFilter.term("tags", any(TAGS)));
            case 6 -> AccessFilter.upTo("weight", any(WEIGHTS));
            case 7, 8 -> filter(depth - 1).and(filter(depth - 1));
            case 9 -> filter(depth - 1).or(filter(depth - 1));
            default -> AccessFilter.not(filter(depth - 1));
        };
    }
}
