package dev.leat.connect.mirror;

import dev.leat.elastic.CancelledException;
import dev.leat.elastic.DeadLetter;
import dev.leat.elastic.Json;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.BulkSettings;
import dev.leat.elastic.bulk.BulkWriter;
import dev.leat.elastic.bulk.WriteOutcome;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the dead letters of a run: in an index, or in a file when the index cannot be written. Thread-safe; blocks while
 * too many letters wait.
 *
 * <p>The id of a letter is made of the index and the document's id, so one that is refused in every run stays one letter.
 */
final class DeadLetterBox implements AutoCloseable {

    private final Cluster cluster;
    private final String index;
    private final BulkSettings bulk;
    private final Path file;
    private final String run;
    private final StopSignal signal;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable BulkWriter writer;
    private @Nullable String trouble;
    private boolean used;
    private volatile boolean cancelled;

    DeadLetterBox(Cluster cluster, MirrorSettings settings, Path file, String run, StopSignal signal) {
        this.cluster = cluster;
        this.index = settings.deadLetterIndex();
        this.bulk = settings.bulk().withPipeline(null).withMaxConcurrency(1);
        this.file = file;
        this.run = run;
        this.signal = signal;
    }

    /** Keeps a letter, and tells the settlement once it is kept for good. Never throws. */
    void add(DeadLetter letter, String scope, Tally.Fate fate, Settlement settlement) {
        Waiting waiting = new Waiting(letter, fate, settlement);
        BulkWriter open = writer();
        if (open == null) {
            append(waiting);
            return;
        }
        BulkOperation operation = BulkOperation.index(index, idOf(letter, scope), document(letter, scope))
                .withAttachment(waiting);
        try {
            open.write(operation);
        } catch (CancelledException e) {
            // The thread's interrupt flag is set again: whoever put the document will find it.
            settlement.broken();
        } catch (LeatException e) {
            keepInFile(waiting, e.getMessage());
        }
    }

    /** Brings out what waits, and says where the letters are. */
    DeadLetterPlace finish() {
        BulkWriter open = current();
        if (open != null) {
            open.finish();
        }
        lock.lock();
        try {
            if (trouble != null) {
                return new DeadLetterPlace.InFile(file, trouble);
            }
            return used ? new DeadLetterPlace.InIndex(index) : new DeadLetterPlace.None();
        } finally {
            lock.unlock();
        }
    }

    /** Gives up what waits: the documents count as without outcome, so the next attempt meets them again. */
    void cancel() {
        cancelled = true;
        BulkWriter open = current();
        if (open != null) {
            open.cancel();
        }
    }

    @Override
    public void close() {
        BulkWriter open = current();
        if (open != null) {
            open.close();
        }
    }

    private record Waiting(DeadLetter letter, Tally.Fate fate, Settlement settlement) {}

    private void completed(BulkOperation operation, WriteOutcome outcome) {
        Waiting waiting = (Waiting) Objects.requireNonNull(operation.attachment());
        switch (outcome) {
            case WriteOutcome.Written written -> waiting.settlement().done(waiting.fate(), 0);
            case WriteOutcome.Unchanged unchanged -> waiting.settlement().done(waiting.fate(), 0);
            case WriteOutcome.Rejected rejected -> keepInFile(waiting, rejected.reason());
            case WriteOutcome.Unsent unsent -> keepInFile(waiting, unsent.reason());
            case WriteOutcome.Unknown unknown -> keepInFile(waiting, unknown.reason());
        }
    }

    private void keepInFile(Waiting waiting, String reason) {
        if (cancelled) {
            waiting.settlement().broken();
            return;
        }
        giveUp(reason);
        append(waiting);
    }

    private @Nullable BulkWriter current() {
        lock.lock();
        try {
            return writer;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable BulkWriter writer() {
        lock.lock();
        try {
            used = true;
            if (writer == null && trouble == null) {
                new Indices(cluster).createIfAbsent(index, DeadLetter.INDEX_BODY);
                writer = BulkWriter.open(cluster, bulk, this::completed);
            }
            return trouble == null ? writer : null;
        } catch (LeatException e) {
            trouble = e.getMessage();
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(String reason) {
        lock.lock();
        try {
            if (trouble == null) {
                trouble = reason;
            }
        } finally {
            lock.unlock();
        }
    }

    private void append(Waiting waiting) {
        lock.lock();
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write(waiting.letter().toJsonLine());
        } catch (IOException e) {
            waiting.settlement().broken();
            signal.stop(e);
            return;
        } finally {
            lock.unlock();
        }
        waiting.settlement().done(waiting.fate(), 0);
    }

    private byte[] document(DeadLetter letter, String scope) {
        byte[] line = letter.toJsonLine();
        byte[] more = ",\"scope\":%s,\"run\":%s,\"at\":\"%s\"}"
                .formatted(Json.MAPPER.writeValueAsString(scope), Json.MAPPER.writeValueAsString(run), Instant.now())
                .getBytes(StandardCharsets.UTF_8);
        // The line ends with a brace and a newline.
        byte[] document = Arrays.copyOf(line, line.length - 2 + more.length);
        System.arraycopy(more, 0, document, line.length - 2, more.length);
        return document;
    }

    private static String idOf(DeadLetter letter, String scope) {
        String name = letter.index() + "\0" + (letter.id().isEmpty() ? scope + "\0" : "") + letter.id();
        try {
            return Hash128.ofDigest(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)))
                    .text();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
