package dev.leat.sources.sql;

/** A set of longs that are hashes already, in one array: 16 to 32 bytes each. Not thread-safe. */
final class LongSet {
    private long[] slots = new long[1024];
    private int size;
    private boolean hasZero;

    /** Whether it was not there before. */
    boolean add(long value) {
        if (value == 0) {
            boolean isNew = !hasZero;
            hasZero = true;
            return isNew;
        }
        if (size >= slots.length / 2) {
            grow();
        }
        boolean isNew = place(value);
        size += isNew ? 1 : 0;
        return isNew;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        for (long entry : old) {
            if (entry != 0) {
                place(entry);
            }
        }
    }

    private boolean place(long value) {
        int slot = (int) value & (slots.length - 1);
        while (slots[slot] != 0) {
            if (slots[slot] == value) {
                return false;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = value;
        return true;
    }
}
