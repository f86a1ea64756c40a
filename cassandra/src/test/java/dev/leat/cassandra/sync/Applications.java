package dev.leat.cassandra.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Those who write to the stores of a world. Keys that begin with {@code table} are written in Cassandra alone, those with
 * {@code index} in Elasticsearch alone, the others in both.
 */
final class Applications {

    static final List<RowKey> KEYS =
            List.of(RowKey.of("table-1"), RowKey.of("index-1"), RowKey.of("both-1"), RowKey.of("both-2"));

    private final World world;
    private final List<Runnable> late = new ArrayList<>();

    Applications(World world) {
        this.world = world;
    }

    /** Somebody does something. */
    void act() {
        RowKey key = KEYS.get(world.random.nextInt(KEYS.size()));
        boolean inTable = key.id().startsWith("table") || (key.id().startsWith("both") && world.random.nextBoolean());
        if (!late.isEmpty() && world.random.nextInt(5) == 0) {
            late.remove(world.random.nextInt(late.size())).run();
        } else if (inTable) {
            writeRow(key);
        } else {
            writeDocument(key);
        }
    }

    /** What was slow or late arrives. */
    void finish() {
        late.forEach(Runnable::run);
        late.clear();
        for (int i = 0; i < KEYS.size(); i++) {
            world.index.finishOne();
        }
    }

    private void writeRow(RowKey key) {
        long stamp = world.now() + world.skew();
        boolean mayExpire = key.id().startsWith("table");
        long expires = mayExpire && dice(5) ? world.now() + world.random.nextLong(30 * World.SECOND) : RowModel.FOREVER;
        Map<String, @Nullable String> values = someValues(stamp);
        switch (world.random.nextInt(8)) {
            case 0, 1 -> world.table.insert(key, values, stamp, expires);
            case 2 -> world.table.insert(key, allOf(values), stamp, expires);
            case 3, 4 -> world.table.update(key, values, stamp, expires);
            case 5 -> late.add(() -> world.table.update(key, values, stamp, RowModel.FOREVER));
            case 6 -> world.table.insert(key, new TreeMap<>(), stamp, expires);
            default -> world.table.delete(key, stamp);
        }
    }

    private void writeDocument(RowKey key) {
        long stamp = world.now() + world.skew();
        switch (world.random.nextInt(6)) {
            case 0, 1, 2 -> world.index.put(key, content(stamp), ownFields());
            case 3 -> world.index.putSlowly(key, content(stamp), ownFields());
            case 4 -> edit(key, stamp);
            default -> world.index.delete(key);
        }
    }

    /** Changes one value of a document as it is, or only a field of its own. */
    private void edit(RowKey key, long stamp) {
        if (!(world.index.read(key) instanceof DocState.Present doc)) {
            return;
        }
        Map<String, String> values = new TreeMap<>(doc.content().values());
        if (dice(2)) {
            values.put("a", scalar());
            if (world.hasVersions) {
                values.put("v", Long.toString(stamp));
            }
        }
        world.index.put(key, Content.of(values), ownFields());
    }

    Content content(long stamp) {
        Map<String, String> values = new TreeMap<>();
        someValues(stamp).forEach((column, value) -> {
            if (value != null) {
                values.put(column, value);
            }
        });
        return Content.of(values);
    }

    Map<String, @Nullable String> someValues(long stamp) {
        Map<String, @Nullable String> values = new TreeMap<>();
        for (String column : List.of("a", "b", "list")) {
            int dice = world.random.nextInt(6);
            if (dice == 0) {
                values.put(column, null);
            } else if (dice < 4) {
                values.put(column, column.equals("list") ? list() : scalar());
            }
        }
        if (world.hasVersions) {
            values.put("v", Long.toString(stamp));
        }
        return values;
    }

    Map<String, @Nullable String> allOf(Map<String, @Nullable String> values) {
        Map<String, @Nullable String> all = new TreeMap<>(values);
        RowModel.columns().forEach(column -> all.putIfAbsent(column, null));
        return all;
    }

    private String scalar() {
        return Integer.toString(world.random.nextInt(1, 5));
    }

    private String list() {
        return dice(2) ? "[" + scalar() + "]" : "[" + scalar() + "," + scalar() + "]";
    }

    private String ownFields() {
        int dice = world.random.nextInt(4);
        return dice == 0 ? "" : "own-" + dice;
    }

    private boolean dice(int sides) {
        return world.random.nextInt(sides) == 0;
    }
}
