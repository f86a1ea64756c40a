package dev.leat.cassandra.sync;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hash table of keys: 40 bytes a slot (hash of the key, a fingerprint, marks), open addressing with linear probing. A
 * small one is on the heap, a large one in a memory-mapped scratch file. Not thread-safe.
 */
final class KeyTable implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyTable.class);

    /** No such key, as the answer of {@link #find}. */
    static final long NONE = -1;

    private static final int SLOT_BYTES = 40;
    private static final int IMAGE = 16;
    private static final int MARKS = 32;
    // A free slot is all zero; a used one has this mark.
    private static final long USED = 1;
    private static final int SEGMENT_SHIFT = 20;
    private static final int SEGMENT_SLOTS = 1 << SEGMENT_SHIFT;
    private static final double MAX_LOAD = 0.7;
    private static final int FIRST_CAPACITY = 1024;
    private static final int LARGEST_ON_HEAP = 16_384;

    private final Path directory;
    private @Nullable Path file;
    private ByteBuffer[] segments = {ByteBuffer.allocate(FIRST_CAPACITY * SLOT_BYTES)};
    private long capacity = FIRST_CAPACITY;
    private long size;

    /**
     * An empty table.
     *
     * @param directory where a large table has its file, until it is closed
     */
    KeyTable(Path directory) {
        this.directory = directory;
    }

    /** The slot of a key, or {@link #NONE}; valid until the next {@link #put}. */
    long find(RowKey key) {
        Fingerprint hash = Fingerprint.of(key.values());
        long slot = probe(segments, capacity, hash);
        return marks(slot) == 0 ? NONE : slot;
    }

    /** Adds a key or replaces what is known of it. */
    void put(RowKey key, Fingerprint image, long marks) {
        if (size + 1 > capacity * MAX_LOAD) {
            grow();
        }
        Fingerprint hash = Fingerprint.of(key.values());
        long slot = probe(segments, capacity, hash);
        if (marks(slot) == 0) {
            size++;
        }
        write(segments, slot, hash, image, marks | USED);
    }

    /** Adds keys, and returns those that were not there. */
    List<RowKey> addAll(Collection<RowKey> keys) {
        List<RowKey> added = keys.stream().filter(key -> find(key) == NONE).toList();
        added.forEach(key -> put(key, Fingerprint.ABSENT, 0));
        return added;
    }

    /** Whether a key is there, and looks like this. */
    boolean has(RowKey key, Fingerprint image) {
        long slot = find(key);
        return slot != NONE && image(slot).equals(image);
    }

    Fingerprint image(long slot) {
        return fingerprint(slot, IMAGE);
    }

    boolean has(long slot, long mark) {
        return (marks(slot) & mark) == mark;
    }

    void mark(long slot, long mark) {
        segment(segments, slot).putLong(offset(slot) + MARKS, marks(slot) | mark);
    }

    /** How many keys have all of these marks and none of those. */
    long count(long all, long none) {
        long count = 0;
        for (long slot = 0; slot < capacity; slot++) {
            long marks = marks(slot);
            if ((marks & USED) != 0 && (marks & all) == all && (marks & none) == 0) {
                count++;
            }
        }
        return count;
    }

    @Override
    public void close() {
        segments = new ByteBuffer[0];
        delete(file);
    }

    private void grow() {
        Path old = file;
        long doubled = capacity * 2;
        ByteBuffer[] to = doubled <= LARGEST_ON_HEAP
                ? new ByteBuffer[] {ByteBuffer.allocate((int) doubled * SLOT_BYTES)}
                : map(doubled);
        for (long slot = 0; slot < capacity; slot++) {
            if (marks(slot) != 0) {
                Fingerprint hash = fingerprint(slot, 0);
                write(to, probe(to, doubled, hash), hash, image(slot), marks(slot));
            }
        }
        segments = to;
        capacity = doubled;
        delete(old);
    }

    private long marks(long slot) {
        return segment(segments, slot).getLong(offset(slot) + MARKS);
    }

    private Fingerprint fingerprint(long slot, int at) {
        ByteBuffer segment = segment(segments, slot);
        return new Fingerprint(segment.getLong(offset(slot) + at), segment.getLong(offset(slot) + at + 8));
    }

    /** The slot of a key, or the free one where it belongs. */
    private static long probe(ByteBuffer[] segments, long capacity, Fingerprint hash) {
        long slot = Long.remainderUnsigned(hash.low(), capacity);
        while (true) {
            ByteBuffer segment = segment(segments, slot);
            int at = offset(slot);
            boolean free = segment.getLong(at + MARKS) == 0;
            if (free || (segment.getLong(at) == hash.high() && segment.getLong(at + 8) == hash.low())) {
                return slot;
            }
            slot = slot + 1 == capacity ? 0 : slot + 1;
        }
    }

    private static void write(ByteBuffer[] to, long slot, Fingerprint hash, Fingerprint image, long marks) {
        ByteBuffer segment = segment(to, slot);
        int at = offset(slot);
        segment.putLong(at, hash.high()).putLong(at + 8, hash.low());
        segment.putLong(at + IMAGE, image.high()).putLong(at + IMAGE + 8, image.low());
        segment.putLong(at + MARKS, marks);
    }

    private static ByteBuffer segment(ByteBuffer[] segments, long slot) {
        return segments[(int) (slot >>> SEGMENT_SHIFT)];
    }

    private static int offset(long slot) {
        return (int) (slot & (SEGMENT_SLOTS - 1)) * SLOT_BYTES;
    }

    private ByteBuffer[] map(long capacity) {
        ByteBuffer[] mapped = new ByteBuffer[Math.toIntExact((capacity + SEGMENT_SLOTS - 1) / SEGMENT_SLOTS)];
        try {
            Files.createDirectories(directory);
            file = Files.createTempFile(directory, "keys", ".tmp");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                for (int i = 0; i < mapped.length; i++) {
                    long first = (long) i * SEGMENT_SLOTS;
                    long bytes = Math.min(SEGMENT_SLOTS, capacity - first) * SLOT_BYTES;
                    mapped[i] = channel.map(FileChannel.MapMode.READ_WRITE, first * SLOT_BYTES, bytes);
                }
            }
            forget(file);
            return mapped;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot map a file in " + directory + ": " + e.getMessage(), e);
        }
    }

    /** A mapping needs no name: without it the file goes with the process, however that ends. */
    private static void forget(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} cannot be removed while it is mapped; it is when the table is closed", file, e);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
