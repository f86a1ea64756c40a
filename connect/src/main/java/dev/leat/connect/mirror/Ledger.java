package dev.leat.connect.mirror;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What a run knows of every id: whether the index has it and with which content, and whether a scope has listed it. The
 * rules by which a document is written, left alone or deleted stand here; the {@link IdTable} only keeps. Thread-safe.
 *
 * <p>An id counts as listed when the interval of its mark is one of those that are valid for its scope: those up to the
 * durable checkpoint of each earlier attempt, and all of this attempt. Marks of an attempt that died after its last
 * durable checkpoint are not valid, for those documents are listed again, or are gone.
 */
final class Ledger implements WriteRecord {

    private final IdTable table;
    private List<ScopeState.Range>[] valid;
    private boolean[] ended;

    /** @param scopes how many scopes the run knows */
    @SuppressWarnings({"unchecked", "rawtypes"}) // There are no arrays of generic types.
    Ledger(IdTable table, int scopes) {
        this.table = table;
        this.valid = new List[scopes];
        this.ended = new boolean[scopes];
        Arrays.fill(valid, List.of());
        Arrays.fill(ended, true);
    }

    /** Says which marks of a scope are valid, and that it is going to list (more of) its documents. */
    void open(int scope, List<ScopeState.Range> marks) {
        table.lock().lock();
        try {
            valid[scope] = List.copyOf(marks);
            ended[scope] = false;
        } finally {
            table.lock().unlock();
        }
    }

    /** Says which marks of a scope are valid, and that it will list nothing more. */
    void ended(int scope, List<ScopeState.Range> marks) {
        table.lock().lock();
        try {
            valid[scope] = List.copyOf(marks);
            ended[scope] = true;
        } finally {
            table.lock().unlock();
        }
    }

    /** Takes in a document of the index. */
    void load(List<Loaded> page) throws IOException {
        table.lock().lock();
        try {
            for (Loaded loaded : page) {
                long slot = table.findOrInsert(loaded.key());
                int flags = SlotState.OCCUPIED | SlotState.PRESENT;
                if (loaded.content() != null) {
                    table.content(slot, loaded.content());
                    flags |= SlotState.HASHED;
                }
                table.state(slot, SlotState.of(flags, loaded.scope(), 0));
            }
        } finally {
            table.lock().unlock();
        }
    }

    /** A scope lists a document with that content. */
    Claim claim(Hash128 key, Hash128 content, int scope, long interval) throws IOException {
        table.lock().lock();
        try {
            long slot = table.findOrInsert(key);
            long state = table.state(slot);
            if (isListed(state)) {
                return Claim.DUPLICATE;
            }
            int owner = SlotState.scope(state);
            if (state != 0 && owner != scope && owner < ended.length && !ended[owner]) {
                return Claim.DEFER;
            }
            return take(slot, state, content, scope, interval);
        } finally {
            table.lock().unlock();
        }
    }

    /** Decides a document that was deferred; its scope's mark on the id, if it has one, is from this same decision. */
    Claim claimDeferred(Hash128 key, Hash128 content, int scope, long interval) throws IOException {
        table.lock().lock();
        try {
            long slot = table.findOrInsert(key);
            long state = table.state(slot);
            boolean mine = SlotState.scope(state) == scope && SlotState.interval(state) == interval;
            return isListed(state) && !mine ? Claim.DUPLICATE : take(slot, state, content, scope, interval);
        } finally {
            table.lock().unlock();
        }
    }

    private Claim take(long slot, long before, Hash128 content, int scope, long interval) {
        // One that this run has deleted, and that turns up elsewhere, is new.
        long state = SlotState.has(before, SlotState.DELETED) ? SlotState.OCCUPIED : before;
        int flags = SlotState.flags(state) | SlotState.OCCUPIED;
        boolean present = SlotState.has(state, SlotState.PRESENT);
        if (isCurrent(slot, state, content)) {
            table.state(slot, SlotState.of(flags, scope, interval));
            if (!SlotState.has(state, SlotState.WRITTEN)) {
                return Claim.UNCHANGED;
            }
            return present ? Claim.UPDATED_BEFORE : Claim.CREATED_BEFORE;
        }
        table.state(slot, SlotState.of(flags | SlotState.PENDING, scope, interval));
        return present ? Claim.UPDATE : Claim.CREATE;
    }

    private boolean isCurrent(long slot, long state, Hash128 content) {
        return SlotState.has(state, SlotState.HASHED)
                && !SlotState.has(state, SlotState.PENDING)
                && table.content(slot).equals(content);
    }

    /** A scope says that a document is there but cannot be read: whatever the index has of it stays. */
    void keep(Hash128 key, int scope, long interval) throws IOException {
        table.lock().lock();
        try {
            long slot = table.findOrInsert(key);
            long state = table.state(slot);
            int owner = SlotState.scope(state);
            boolean anothers = state != 0 && owner != scope && owner < ended.length && !ended[owner];
            if (!isListed(state) && !anothers) {
                table.state(slot, SlotState.of(SlotState.flags(state) | SlotState.OCCUPIED, scope, interval));
            }
        } finally {
            table.lock().unlock();
        }
    }

    @Override
    public void deleted(Hash128 key) {
        table.lock().lock();
        try {
            long slot = table.find(key);
            if (slot != IdTable.NONE) {
                long state = table.state(slot);
                int flags = SlotState.flags(state) | SlotState.DELETED;
                table.state(slot, SlotState.of(flags, SlotState.scope(state), SlotState.interval(state)));
            }
        } finally {
            table.lock().unlock();
        }
    }

    /** How many documents this run has deleted. */
    long deletedBefore() {
        table.lock().lock();
        try {
            long[] count = new long[1];
            table.forEachState(state -> count[0] += SlotState.has(state, SlotState.DELETED) ? 1 : 0);
            return count[0];
        } finally {
            table.lock().unlock();
        }
    }

    /** The mirror does not want a document that was claimed: it is as if the scope had not listed it. */
    void drop(Hash128 key, int scope, long interval) {
        table.lock().lock();
        try {
            long slot = table.find(key);
            long state = slot == IdTable.NONE ? 0 : table.state(slot);
            if (SlotState.scope(state) == scope && SlotState.interval(state) == interval) {
                table.state(slot, SlotState.of(SlotState.flags(state), scope, 0));
            }
        } finally {
            table.lock().unlock();
        }
    }

    @Override
    public void written(Hash128 key, Hash128 content) throws IOException {
        table.lock().lock();
        try {
            long slot = table.findOrInsert(key);
            long state = table.state(slot);
            table.content(slot, content);
            int flags = (SlotState.flags(state) & ~SlotState.PENDING)
                    | SlotState.OCCUPIED
                    | SlotState.WRITTEN
                    | SlotState.HASHED;
            table.state(slot, SlotState.of(flags, SlotState.scope(state), SlotState.interval(state)));
        } finally {
            table.lock().unlock();
        }
    }

    /**
     * Counts what the index held when the run began, and what of that, or of what an attempt before this one has left,
     * is to be deleted.
     *
     * @param deletable whether the listing of a scope (or of all, for {@link SlotState#FOREIGN}) allows it
     */
    Balance balance(IntPredicate deletable) {
        table.lock().lock();
        try {
            long[] counts = new long[2];
            table.forEachState(state -> {
                if (SlotState.has(state, SlotState.PRESENT)) {
                    counts[0]++;
                }
                if (isGone(state, deletable)) {
                    counts[1]++;
                }
            });
            return new Balance(counts[0], counts[1]);
        } finally {
            table.lock().unlock();
        }
    }

    /**
     * Whether a document of the index, as a second look finds it, is to be deleted.
     *
     * @param content the hash that it carries now, null for none
     */
    boolean isGone(Hash128 key, @Nullable Hash128 content, IntPredicate deletable) {
        table.lock().lock();
        try {
            long slot = table.find(key);
            if (slot == IdTable.NONE || !isGone(table.state(slot), deletable)) {
                return false;
            }
            // One that has changed since the first look was written by somebody else, who must have had a reason.
            long state = table.state(slot);
            boolean known = SlotState.has(state, SlotState.HASHED) && !SlotState.has(state, SlotState.PENDING);
            return !known || table.content(slot).equals(content);
        } finally {
            table.lock().unlock();
        }
    }

    private boolean isGone(long state, IntPredicate deletable) {
        boolean indexed = SlotState.has(state, SlotState.PRESENT)
                || SlotState.has(state, SlotState.PENDING)
                || SlotState.has(state, SlotState.WRITTEN);
        return indexed && !isListed(state) && deletable.test(SlotState.scope(state));
    }

    /** Whether what a scope listed in that interval counts. */
    boolean isValid(int scope, long interval) {
        table.lock().lock();
        try {
            return contains(valid[scope], interval);
        } finally {
            table.lock().unlock();
        }
    }

    private boolean isListed(long state) {
        long interval = SlotState.interval(state);
        return interval != 0 && contains(valid[SlotState.scope(state)], interval);
    }

    private static boolean contains(List<ScopeState.Range> ranges, long interval) {
        for (ScopeState.Range range : ranges) {
            if (range.contains(interval)) {
                return true;
            }
        }
        return false;
    }

    /**
     * One document of the index.
     *
     * @param content null when it carries no hash
     */
    record Loaded(Hash128 key, @Nullable Hash128 content, int scope) {}

    /** How many documents the index held, and how many of them are gone from the source. */
    record Balance(long present, long gone) {}
}
