package dev.leat.connect.mirror;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a run has achieved for good, as a file of checksummed lines: the header of the run, then the state of a scope
 * whenever it has got further; the last line of a scope counts. A line is in the page cache when {@link #record}
 * returns, so it survives the end of the process; a torn last line is cut off when the file is read. When the machine
 * itself goes down, the last lines may be missing: then the run goes on from an earlier checkpoint, which is safe.
 *
 * <p>Thread-safe. The file is rewritten, atomically, when it has become long.
 */
final class Journal implements Closeable {

    private static final long COMPACT_BYTES = 4L << 20;

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, ScopeState> scopes = new TreeMap<>();
    private RunHeader header;
    // Not a FileChannel: that would be closed for all by an interrupt of one thread.
    private RandomAccessFile out;
    private long compactAt = COMPACT_BYTES;

    private Journal(Path file, RunHeader header, Collection<ScopeState> states) throws IOException {
        this.file = file;
        this.header = header;
        states.forEach(state -> scopes.put(state.number(), state));
        this.out = rewrite();
    }

    /** Starts the journal of a new run, in place of whatever was there. */
    static Journal begin(Path file, RunHeader header) throws IOException {
        return new Journal(file, header, List.of());
    }

    /** Takes up the journal of an unfinished run; empty when there is none that can be read. */
    static Optional<Journal> resume(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        RunHeader header = null;
        Map<Integer, ScopeState> states = new TreeMap<>();
        for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            Optional<JournalEntry> entry = JournalEntry.parse(line);
            if (entry.isEmpty()) {
                break;
            }
            switch (entry.get()) {
                case JournalEntry.Begun(RunHeader begun) -> header = begun;
                case JournalEntry.Reached(ScopeState state) -> states.put(state.number(), state);
            }
        }
        return header == null ? Optional.empty() : Optional.of(new Journal(file, header, states.values()));
    }

    RunHeader header() {
        lock.lock();
        try {
            return header;
        } finally {
            lock.unlock();
        }
    }

    /** The scopes that the run knows, by number. */
    List<ScopeState> scopes() {
        lock.lock();
        try {
            return List.copyOf(scopes.values());
        } finally {
            lock.unlock();
        }
    }

    void record(RunHeader replacement) throws IOException {
        lock.lock();
        try {
            header = replacement;
            append(new JournalEntry.Begun(replacement));
        } finally {
            lock.unlock();
        }
    }

    void record(ScopeState state) throws IOException {
        lock.lock();
        try {
            scopes.put(state.number(), state);
            append(new JournalEntry.Reached(state));
        } finally {
            lock.unlock();
        }
    }

    /** Brings the file to the disk. */
    void force() throws IOException {
        lock.lock();
        try {
            out.getFD().sync();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void append(JournalEntry entry) throws IOException {
        out.write(entry.toLine());
        if (out.getFilePointer() > compactAt) {
            out.close();
            out = rewrite();
        }
    }

    private RandomAccessFile rewrite() throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        lines.writeBytes(new JournalEntry.Begun(header).toLine());
        for (ScopeState state : scopes.values()) {
            lines.writeBytes(new JournalEntry.Reached(state).toLine());
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, lines.toByteArray());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw");
        access.seek(access.length());
        // Large checkpoints of many scopes must not make every line a rewrite.
        compactAt = Math.max(COMPACT_BYTES, access.length() * 2);
        return access;
    }
}
