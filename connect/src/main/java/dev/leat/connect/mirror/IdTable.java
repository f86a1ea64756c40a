package dev.leat.connect.mirror;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/**
 * A hash table of ids in a memory-mapped file: 40 bytes for each slot (hash of the id, hash of the content, a
 * {@link SlotState}), open addressing with linear probing, nothing on the heap. What is written is in the page cache at
 * once and survives the end of the process in whatever way; whether it survives the end of the machine is what
 * {@link TableHeader} can tell.
 *
 * <p>Thread-safe only for callers that hold {@link #lock()}; a slot number is valid until the next
 * {@link #findOrInsert}. Entries are never removed.
 */
final class IdTable implements Closeable {

    static final int SLOT_BYTES = 40;
    /** Absent, as the answer of {@link #find}. */
    static final long NONE = -1;

    // 2^20 slots are 40 MiB: far below what one buffer can map, and few enough buffers for a billion ids.
    private static final int SEGMENT_SHIFT = 20;
    private static final int SEGMENT_SLOTS = 1 << SEGMENT_SHIFT;
    private static final long MIN_CAPACITY = 4096;
    // Linear probing stays short up to about three quarters; a new table is made roomier than it grows to be.
    private static final double INITIAL_LOAD = 0.6;
    private static final double MAX_LOAD = 0.75;

    private static final int CONTENT = 16;
    private static final int STATE = 32;

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private TableHeader header;
    private MappedByteBuffer[] segments;
    private long size;

    private IdTable(Path file, TableHeader header, MappedByteBuffer[] segments, long size) {
        this.file = file;
        this.header = header;
        this.segments = segments;
        this.size = size;
    }

    /** Makes a new table, in place of whatever the file was, that holds that many ids without growing. */
    static IdTable create(Path file, UUID id, String boot, long expected) throws IOException {
        long capacity = Math.max(MIN_CAPACITY, (long) (expected / INITIAL_LOAD) + 1);
        Path fresh = beside(file);
        TableFile.Mapping mapping = TableFile.create(fresh, id, boot, capacity, SEGMENT_SLOTS, SLOT_BYTES);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new IdTable(file, mapping.header(), mapping.segments(), 0);
    }

    /**
     * Opens a table that an earlier process has left.
     *
     * @throws TableUnusableException when it is missing, is another table, was not loaded to the end, or may have lost
     *     pages
     */
    static IdTable open(Path file, UUID id, String boot) throws IOException, TableUnusableException {
        TableFile.Mapping mapping = TableFile.open(file, id, boot, SEGMENT_SLOTS, SLOT_BYTES);
        IdTable table = new IdTable(file, mapping.header(), mapping.segments(), 0);
        table.forEachState(state -> table.size++);
        table.header.markDirty();
        return table;
    }

    ReentrantLock lock() {
        return lock;
    }

    long size() {
        return size;
    }

    long capacity() {
        return header.capacity();
    }

    UUID id() {
        return header.id();
    }

    /** The slot of an id, or {@link #NONE}. */
    long find(Hash128 key) {
        long slot = start(key, capacity());
        while (state(slot) != 0) {
            if (isKey(slot, key)) {
                return slot;
            }
            slot = next(slot, capacity());
        }
        return NONE;
    }

    /** The slot of an id; a new one has state 0 until the caller sets it, which it must before it lets go of the lock. */
    long findOrInsert(Hash128 key) throws IOException {
        long found = find(key);
        if (found != NONE) {
            return found;
        }
        if (size + 1 > capacity() * MAX_LOAD) {
            grow();
        }
        long slot = start(key, capacity());
        while (state(slot) != 0) {
            slot = next(slot, capacity());
        }
        ByteBuffer segment = segment(slot);
        segment.putLong(offset(slot), key.high());
        segment.putLong(offset(slot) + 8, key.low());
        size++;
        return slot;
    }

    long state(long slot) {
        return segment(slot).getLong(offset(slot) + STATE);
    }

    /** Sets the state, after all that was written to the slot before. */
    void state(long slot, long state) {
        VarHandle.releaseFence();
        segment(slot).putLong(offset(slot) + STATE, state);
    }

    Hash128 content(long slot) {
        ByteBuffer segment = segment(slot);
        int at = offset(slot) + CONTENT;
        return new Hash128(segment.getLong(at), segment.getLong(at + 8));
    }

    /** Sets the content hash. A process that is killed half-way leaves one that equals no content. */
    void content(long slot, Hash128 content) {
        ByteBuffer segment = segment(slot);
        int at = offset(slot) + CONTENT;
        segment.putLong(at, content.high());
        segment.putLong(at + 8, content.low());
    }

    /** Hands the state of every id to the visitor. */
    void forEachState(LongConsumer visitor) {
        for (long slot = 0; slot < capacity(); slot++) {
            long state = state(slot);
            if (state != 0) {
                visitor.accept(state);
            }
        }
    }

    /** Says that the ids of the index are all in: from now on another process may go on with this table. */
    void markLoaded() {
        header.markLoaded();
    }

    /** Brings everything to the disk, so that the table outlives the machine's next start. */
    void force() {
        for (MappedByteBuffer segment : segments) {
            segment.force();
        }
        header.markClean();
    }

    /** Lets go of the buffers. The mapping itself ends when the collector finds them. */
    @Override
    public void close() {
        segments = new MappedByteBuffer[0];
    }

    private void grow() throws IOException {
        Path bigger = beside(file);
        TableFile.Mapping mapping =
                TableFile.create(bigger, id(), header.boot(), capacity() * 2, SEGMENT_SLOTS, SLOT_BYTES);
        long doubled = capacity() * 2;
        for (long slot = 0; slot < capacity(); slot++) {
            if (state(slot) != 0) {
                copy(slot, mapping.segments(), doubled);
            }
        }
        if (header.isLoaded()) {
            mapping.header().markLoaded();
        }
        // Until here the old file is whole and in use; from here the new one is. There is nothing in between.
        Files.move(bigger, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        header = mapping.header();
        segments = mapping.segments();
    }

    private void copy(long slot, MappedByteBuffer[] target, long targetCapacity) {
        ByteBuffer from = segment(slot);
        int at = offset(slot);
        Hash128 key = new Hash128(from.getLong(at), from.getLong(at + 8));
        long to = start(key, targetCapacity);
        while (target[(int) (to >>> SEGMENT_SHIFT)].getLong(offset(to) + STATE) != 0) {
            to = next(to, targetCapacity);
        }
        target[(int) (to >>> SEGMENT_SHIFT)].put(offset(to), from, at, SLOT_BYTES);
    }

    private boolean isKey(long slot, Hash128 key) {
        ByteBuffer segment = segment(slot);
        int at = offset(slot);
        return segment.getLong(at) == key.high() && segment.getLong(at + 8) == key.low();
    }

    private ByteBuffer segment(long slot) {
        return segments[(int) (slot >>> SEGMENT_SHIFT)];
    }

    private static int offset(long slot) {
        return (int) (slot & (SEGMENT_SLOTS - 1)) * SLOT_BYTES;
    }

    /** Spreads the hash evenly over a capacity that is no power of two. */
    private static long start(Hash128 key, long capacity) {
        return Math.unsignedMultiplyHigh(key.low(), capacity);
    }

    private static long next(long slot, long capacity) {
        return slot + 1 == capacity ? 0 : slot + 1;
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }
}
