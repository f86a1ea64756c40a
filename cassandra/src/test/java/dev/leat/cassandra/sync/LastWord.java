package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest write to a key that both sides write to, long after all others, while writes of the sync are still under
 * way: what it says must stand in the end, in both stores.
 *
 * @param expected null when the key must be gone
 * @param isCertain false when the rules let an older change of the other side win
 */
record LastWord(RowKey key, @Nullable Content expected, boolean isCertain, String what) {

    static LastWord say(World world) {
        world.advance(60 * World.SECOND);
        RowKey key = Applications.KEYS.getLast();
        Case before = new Case(world.ledger.read(key), world.table.read(key), world.index.read(key), world.now());
        boolean isRowNews = before.isRowNews();
        boolean isDocNews = before.isDocNews(0);
        long now = world.now();
        Map<String, @Nullable String> row = world.applications.allOf(world.applications.someValues(now));
        Content content = contentOf(row);
        return switch (world.random.nextInt(4)) {
            case 0 -> {
                world.table.insert(key, row, now, RowModel.FOREVER);
                // A bare key has no time: it yields to a delete of its document, and looks as what a delete of ours
                // that may still be under way has left.
                boolean isBare =
                        content.isEmpty() && (isDocNews || before.entry().isUnfinished(Side.TABLE));
                yield new LastWord(key, content, !isBare && (world.hasVersions || !isDocNews), "insert");
            }
            case 1 -> {
                world.index.put(key, content, "last");
                // A document that looks just like a create of ours that may still be under way is taken for it.
                boolean looksLikeOurs = before.entry().isUnfinished(Side.INDEX)
                        && before.entry().explainsDoc(content.fingerprint(), 0);
                yield new LastWord(key, content, !isRowNews && !looksLikeOurs, "put");
            }
            case 2 -> {
                world.table.delete(key, now);
                // A delete loses against a write of ours to the row that may still be under way.
                boolean isAwaited = before.entry().isUnfinished(Side.TABLE);
                yield new LastWord(key, null, !isDocNews && !isAwaited, "row deleted");
            }
            default -> {
                world.index.delete(key);
                // A create whose answer was lost cannot be stopped from bringing the document back for some minutes.
                boolean mayComeBack = before.entry().isUnfinished(Side.INDEX);
                // A bare key may be what a delete of ours has left, or a row that was inserted after it.
                boolean mayBeNews = before.isOnlyKeyLeft() && before.entry().isUnfinished(Side.TABLE);
                yield new LastWord(key, null, !isRowNews && !mayComeBack && !mayBeNews, "document deleted");
            }
        };
    }

    void check(World world) {
        if (isCertain) {
            Content row = world.table.read(key) instanceof RowState.Present present ? present.content() : null;
            assertThat(Schedule.show(row)).as("after the last word (%s)", what).isEqualTo(Schedule.show(expected));
        }
    }

    private static Content contentOf(Map<String, @Nullable String> values) {
        Map<String, String> content = new TreeMap<>();
        values.forEach((column, value) -> {
            if (value != null) {
                content.put(column, value);
            }
        });
        return Content.of(content);
    }
}
