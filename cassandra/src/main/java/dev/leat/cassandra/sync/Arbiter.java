package dev.leat.cassandra.sync;

import org.jspecify.annotations.Nullable;

/**
 * Decides what is done for a key; a pure function of its {@link Case}. Where the sides differ, in both directions:
 *
 * <pre>
 *   row changed   document changed   the row becomes   the document becomes
 *   yes           no                                   as the row
 *   no            yes                as the document
 *   yes           yes, both there    the newer wins; a tie goes to the row
 *   yes           yes, one deleted   the one that is there wins
 *   no            no                 as our last, unfinished write meant it
 * </pre>
 *
 * <p><em>Changed</em> means by somebody else: a side that looks as agreed, or as a write of ours was to leave it, is not
 * changed. Where the sides never agreed, they count as having agreed on absence: what is there is copied, nothing is
 * deleted.
 */
final class Arbiter {

    private final Rules rules;

    Arbiter(Rules rules) {
        this.rules = rules;
    }

    Decision decide(Case c) {
        if (c.row() instanceof RowState.Unreadable row) {
            return new Decision.Refuse(Side.TABLE, row.reason());
        }
        if (c.doc() instanceof DocState.Unreadable doc) {
            return new Decision.Refuse(Side.INDEX, doc.reason());
        }
        if (c.isEqual()) {
            return agree(c);
        }
        boolean rowRules = c.doc() instanceof DocState.Present doc && doc.isOfTableSource();
        return switch (rules.direction()) {
            case BOTH -> rowRules ? rowAlwaysWins(c) : newestWins(c);
            case TO_INDEX -> rowAlwaysWins(c);
            case TO_TABLE -> rowRules ? new Decision.Leave() : documentAlwaysWins(c);
        };
    }

    /** Both sides are equal; but a write of ours that has not shown in the table may still arrive there, and is beaten. */
    private Decision agree(Case c) {
        LedgerEntry entry = c.entry();
        Fingerprint image = c.row().fingerprint();
        if (entry.threatensRow(image) && rules.direction() != Direction.TO_INDEX) {
            return toTable(c, null);
        }
        return entry.isOpen() || !entry.agreed().equals(image)
                ? new Decision.Settle(image, c.rowTime())
                : new Decision.InStep();
    }

    private Decision newestWins(Case c) {
        boolean rowNews = c.isRowNews();
        boolean docNews = c.isDocNews(rules.doubtsSince(c.now()));
        if (rowNews && docNews) {
            return clash(c);
        }
        if (rowNews || docNews) {
            return rowNews ? toIndex(c, null) : toTable(c, null);
        }
        return isRowAstray(c) ? toTable(c, null) : toIndex(c, null);
    }

    /** Both sides look as we left them: which of them was to change? */
    private static boolean isRowAstray(Case c) {
        LedgerEntry.Intent intent = c.entry().intent();
        return intent == null ? !c.row().fingerprint().equals(c.entry().agreed()) : intent.target() == Side.TABLE;
    }

    private Decision clash(Case c) {
        if (c.row() instanceof RowState.Absent) {
            return toTable(c, Conflict.WRITE_OVER_DELETE);
        }
        if (c.doc() instanceof DocState.Absent) {
            return c.isOnlyKeyLeft() ? toTable(c, null) : toIndex(c, Conflict.WRITE_OVER_DELETE);
        }
        // An edit that is found may be as new as its discovery, but only if it was not there before the first look.
        boolean timeless = c.entry().agreed().isAbsent()
                && c.doc() instanceof DocState.Present doc
                && doc.editTime() == null
                && !isEditedSinceAnnounced(c);
        return !timeless && editTime(c) > writeTime(c)
                ? toTable(c, Conflict.DOCUMENT_WON)
                : toIndex(c, Conflict.ROW_WON);
    }

    /** Whether the document is another than the one that was about to be written to the row. */
    private static boolean isEditedSinceAnnounced(Case c) {
        return c.entry().intends(Side.TABLE)
                && !c.entry().intends(Side.TABLE, c.doc().fingerprint());
    }

    /** A document without a row is deleted only if it is ours. */
    private Decision rowAlwaysWins(Case c) {
        boolean ours = !c.entry().agreed().isAbsent() || !c.isDocNews(rules.doubtsSince(c.now()));
        return c.row() instanceof RowState.Present || ours ? toIndex(c, null) : new Decision.Leave();
    }

    /** A row without a document is deleted only if it is ours. */
    private Decision documentAlwaysWins(Case c) {
        boolean ours = !c.entry().agreed().isAbsent() || !c.isRowNews();
        return c.doc() instanceof DocState.Present || ours ? toTable(c, null) : new Decision.Leave();
    }

    private Decision toIndex(Case c, @Nullable Conflict conflict) {
        Version version = c.docVersion();
        if (c.row() instanceof RowState.Present row) {
            DocWrite put = new DocWrite.Put(c.key(), row.content(), version, c.ownFields());
            return new Decision.ToIndex(put, row.fingerprint(), conflict);
        }
        if (version == null) {
            throw new IllegalStateException("neither a row nor a document to write");
        }
        return new Decision.ToIndex(new DocWrite.Delete(c.key(), version), Fingerprint.ABSENT, conflict);
    }

    private Decision toTable(Case c, @Nullable Conflict conflict) {
        long latest = rules.latest(c.now());
        boolean refuses = rules.future() == Rules.Future.DEAD_LETTER;
        if (refuses && c.doc() instanceof DocState.Present doc && doc.editTime() != null && doc.editTime() > latest) {
            return new Decision.Refuse(Side.INDEX, "it says that it was edited in the future");
        }
        RowWrite write = rowWrite(c);
        if (refuses && write.timestamp() > latest) {
            return new Decision.Refuse(Side.TABLE, "it was written in the future, and cannot be changed before then");
        }
        return new Decision.ToTable(write, c.doc().fingerprint(), conflict);
    }

    /**
     * A delete takes the time of what it deletes, never ours: a row that is written while we decide lives. Everything
     * else goes beyond every timestamp that the row is known to have had; and after a write that did not show, because it
     * is late or because a delete whose time nobody can read hides it, beyond now.
     */
    private RowWrite rowWrite(Case c) {
        LedgerEntry entry = c.entry();
        if (!(c.doc() instanceof DocState.Present doc)) {
            boolean timeless = c.row() instanceof RowState.Present row && row.writeTime() == null;
            return new RowWrite.Delete(c.key(), Math.max(timeless ? c.now() : c.rowTime(), entry.time()));
        }
        boolean again = entry.isUnfinished(Side.TABLE);
        long beyond = Math.max(Math.max(c.rowTime(), entry.time()) + 1, again ? c.now() : 1);
        long timestamp = Math.max(editTime(c), beyond);
        if (again) {
            return new RowWrite.Replace(c.key(), doc.content(), timestamp);
        }
        Content old = c.row() instanceof RowState.Present row ? row.content() : Content.EMPTY;
        return new RowWrite.Put(
                c.key(), doc.content().changesFrom(old), doc.content().lossesFrom(old), timestamp);
    }

    /** When the document was edited; when we found it, if it does not say. */
    private long editTime(Case c) {
        Long time = c.doc() instanceof DocState.Present doc ? doc.editTime() : null;
        return time == null ? c.now() : Math.min(time, rules.latest(c.now()));
    }

    /** When the row was written; when we found it, if that time is older than the change, as that of a nulled cell is. */
    private long writeTime(Case c) {
        long time = c.rowTime();
        // A late write of ours mixes with what is in the row, without a change that somebody made.
        boolean isUndated = time <= c.entry().time() && !c.entry().isUnfinished(Side.TABLE);
        return isUndated ? c.now() : Math.min(time, rules.latest(c.now()));
    }
}
