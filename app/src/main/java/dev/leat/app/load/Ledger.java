package dev.leat.app.load;

import dev.leat.app.file.Compression;
import dev.leat.app.load.WriteRule.Operation;
import dev.leat.elastic.ConfigException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The books of one load: what the input is, where to begin, how far it has come, and what was rejected. Kept in a file
 * that is renewed once a second, so that a load that is killed goes on near where it was. A pipe has no such file: it is
 * loaded from its beginning each time. Thread-safe as far as {@link #reached} goes.
 */
final class Ledger implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final long SAVE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LoadRequest request;
    private final @Nullable FileIdentity identity;
    private final LoadStates states;
    private final DocumentIds ids;
    private final Watermark.Place start;
    private final DeadLetterFile letters;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable LoadState state;
    private @Nullable LineFormat format;
    private @Nullable LineParser parser;
    private long savedAt = System.nanoTime();

    private Ledger(LoadRequest request, LoadStates states, @Nullable FileIdentity identity) {
        Optional<LoadState> earlier = identity == null ? Optional.empty() : identity.earlier();
        Optional<LoadState> resumed = earlier.filter(state -> !state.complete()
                && request.start() == LoadRequest.Start.RESUME
                && state.isUnder(request.rule())
                && state.offset() > 0);
        this.request = request;
        this.identity = identity;
        this.states = states;
        this.ids = identity == null ? new DocumentIds.OfStream() : new DocumentIds.OfFile(identity.fingerprint());
        this.start = resumed.map(state -> new Watermark.Place(state.offset(), state.line()))
                .orElse(new Watermark.Place(0, 0));
        this.format = resumed.map(LoadState::format).orElse(null);
        this.letters = new DeadLetterFile(
                request.lettersFile(), resumed.map(LoadState::lettersLength).orElse(0L), earlier.isPresent());
    }

    static Ledger open(LoadRequest request) throws IOException {
        LoadStates states = new LoadStates(request.stateFolder());
        Path file = request.file();
        FileIdentity identity = file == null ? null : FileIdentity.of(file, states.all());
        String wanted = request.sha256();
        if (identity != null && wanted != null && !identity.digest().equals(wanted)) {
            throw new ConfigException(
                    request.name(), "is not what was exported: its checksum differs from the manifest's");
        }
        return new Ledger(request, states, identity);
    }

    /** Where the load begins. */
    Watermark.Place start() {
        return start;
    }

    /** The file that is loaded. */
    Path path() {
        return known().path();
    }

    /** How much of the file is loaded: what was there when it was looked at. */
    long length() {
        return known().length();
    }

    private FileIdentity known() {
        if (identity == null) {
            throw new IllegalStateException("a pipe has no identity");
        }
        return identity;
    }

    DeadLetterFile letters() {
        return letters;
    }

    /** What turns the lines into operations; the first line decides. */
    LineParser parser(JsonScanner line) throws IOException {
        LineParser made = parser;
        if (made == null) {
            LineFormat is = format == null ? LineFormat.of(line) : format;
            format = is;
            check(is);
            made = parser(is);
            parser = made;
            lock.lock();
            try {
                remember(is);
            } finally {
                lock.unlock();
            }
        }
        return made;
    }

    private LineParser parser(LineFormat is) {
        Writing writing = new Writing(request.destination(), request.rule());
        return switch (is) {
            case DOCUMENTS -> new DocumentLines(ids, new LineField(request.idField(), "id"), writing);
            case WITH_META -> new MetaLines(writing);
            case BULK -> new BulkLines(one(), ids);
            case DEAD_LETTERS -> new LetterLines(request.destination());
        };
    }

    private String one() {
        if (request.destination() instanceof Destination.One(String index)) {
            return index;
        }
        throw new ConfigException("INDEX", "the lines of " + request.name() + " go into one index; name it");
    }

    private void check(LineFormat is) {
        boolean ownIds = is != LineFormat.DOCUMENTS;
        boolean ownOperations = is == LineFormat.BULK || is == LineFormat.DEAD_LETTERS;
        WriteRule rule = request.rule();
        if (ownIds && !request.idField().isEmpty()) {
            throw new ConfigException("--id-field", "the lines of " + request.name() + " bring their own ids");
        }
        if (ownOperations && !rule.leavesOperationsAlone()) {
            throw new ConfigException(
                    rule.operation() == Operation.INDEX ? "--version-field" : "--op",
                    "the lines of " + request.name() + " bring their own operations");
        }
        boolean needsIds = rule.operation() == Operation.UPDATE || rule.operation() == Operation.DELETE;
        if (needsIds && !ownIds && request.idField().isEmpty()) {
            throw new ConfigException(
                    "--id-field",
                    "is missing: --op " + rule.operation().word()
                            + " must know which documents of the index are meant");
        }
    }

    private void remember(LineFormat is) throws IOException {
        if (identity != null) {
            state = new LoadState(
                    identity.fingerprint(),
                    identity.path().toString(),
                    identity.length(),
                    identity.digest(),
                    is,
                    request.rule().key(),
                    start.offset(),
                    start.line(),
                    letters.length(),
                    false);
        }
    }

    /** Everything before that place has its outcome; these were rejected. */
    void reached(Watermark.Place place, List<byte[]> rejected) throws IOException {
        lock.lock();
        try {
            letters.add(rejected);
            if (state != null) {
                state = state.reached(place, letters.length());
                if (System.nanoTime() - savedAt > SAVE_EVERY_NANOS) {
                    save(state);
                    savedAt = System.nanoTime();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** The load is over. What was not reached may be changed before the next run, which then still goes on from here. */
    void end(boolean complete) throws IOException {
        lock.lock();
        try {
            LoadState last = state;
            if (last == null) {
                return;
            }
            if (complete) {
                save(last.completed());
            } else if (last.offset() > 0) {
                save(isPlain() ? last.covering(last.offset(), FileIdentity.digestOf(path(), last.offset())) : last);
            }
        } finally {
            lock.unlock();
        }
    }

    private void save(LoadState now) {
        try {
            states.save(now);
        } catch (IOException e) {
            LOG.warn("How far the load is cannot be noted ({}): if it is interrupted, it begins anew", e.toString());
        }
    }

    /** Whether offsets are places in the file itself, which in a compressed one they are not. */
    private boolean isPlain() throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path()))) {
            return Compression.ofContent(in) == Compression.NONE;
        }
    }

    @Override
    public void close() throws IOException {
        letters.close();
    }
}
