package dev.leat.cassandra.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
        RowState row = world.table.read(key);
        DocState doc = world.index.read(key);
        long now = world.now();
        // What the ledger hears of late decides what counts as changed, too.
        List<Case> before = world.entries(key).stream()
                .map(entry -> new Case(entry, row, doc, now))
                .toList();
        Map<String, @Nullable String> values = world.applications.allOf(world.applications.someValues(now));
        Content content = contentOf(values);
        return switch (world.random.nextInt(4)) {
            case 0 -> {
                world.table.insert(key, values, now, RowModel.FOREVER);
                boolean certain = before.stream().allMatch(c -> isInsertCertain(c, content, world.hasVersions));
                yield new LastWord(key, content, certain, "insert");
            }
            case 1 -> {
                world.index.put(key, content, "last");
                yield new LastWord(key, content, before.stream().allMatch(c -> isPutCertain(c, content)), "put");
            }
            case 2 -> {
                world.table.delete(key, now);
                yield new LastWord(key, null, before.stream().allMatch(LastWord::isRowDeleteCertain), "row deleted");
            }
            default -> {
                world.index.delete(key);
                yield new LastWord(
                        key,
                        null,
                        before.stream().allMatch(LastWord::isDocumentDeleteCertain) && !world.mayCreate(key),
                        "document deleted");
            }
        };
    }

    private static boolean isInsertCertain(Case before, Content content, boolean hasVersions) {
        boolean isDocNews = before.isDocNews(0);
        // A bare key has no time: it yields to a delete of its document, and looks as what a delete of ours that may
        // still be under way has left.
        boolean yields = content.isEmpty() && (isDocNews || before.entry().isUnfinished(Side.TABLE));
        return !yields && (hasVersions || !isDocNews);
    }

    private static boolean isPutCertain(Case before, Content content) {
        // A document that looks just like a create of ours that may still be under way is taken for it.
        boolean looksLikeOurs =
                before.entry().isUnfinished(Side.INDEX) && before.entry().explainsDoc(content.fingerprint(), 0);
        return !before.isRowNews() && !looksLikeOurs;
    }

    private static boolean isRowDeleteCertain(Case before) {
        // A delete loses against a write of ours to the row that may still be under way.
        return !before.isDocNews(0) && !before.entry().isUnfinished(Side.TABLE);
    }

    private static boolean isDocumentDeleteCertain(Case before) {
        // A create whose answer was lost cannot be stopped from bringing the document back for some minutes.
        boolean mayComeBack = before.entry().isUnfinished(Side.INDEX);
        // A write of ours that is late mixes with the row, which then looks as if somebody had changed it.
        boolean mayMix = before.entry().isUnfinished(Side.TABLE);
        return !before.isRowNews() && !mayComeBack && !mayMix;
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
