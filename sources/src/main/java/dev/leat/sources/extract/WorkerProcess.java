package dev.leat.sources.extract;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One worker process, seen from here. Serves one document at a time; after anything but an answer it is dead.
 *
 * <p>The talking is done by a thread of its own, so that the caller can give up on a worker that neither reads nor
 * writes: it kills the process, which ends the talk.
 */
final class WorkerProcess implements AutoCloseable {
    private static final int EXIT_OUT_OF_MEMORY = 3;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Process process;
    private final Path folder;
    private final DataOutputStream toWorker;
    private final DataInputStream fromWorker;
    private final ExtractionLimits limits;
    private volatile boolean killed;
    private int served;

    private WorkerProcess(Process process, Path folder, ExtractionLimits limits) {
        this.process = process;
        this.folder = folder;
        this.limits = limits;
        this.toWorker = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), WorkerFrames.CHUNK));
        this.fromWorker = new DataInputStream(new BufferedInputStream(process.getInputStream(), WorkerFrames.CHUNK));
    }

    /** Starts a process and waits until it is ready. */
    static WorkerProcess start(String mainClass, ExtractionLimits limits, List<String> extraOptions)
            throws IOException, InterruptedException {
        // The name is the system's own: parsers print and compare paths, and links in them confuse the size of the
        // folder.
        Path folder = Files.createTempDirectory("leat-extract-").toRealPath();
        ProcessBuilder builder = WorkerCommand.of(mainClass, limits.workerHeapBytes(), folder, extraOptions);
        WorkerProcess worker;
        try {
            worker = new WorkerProcess(builder.start(), folder, limits);
        } catch (IOException e) {
            TemporaryFolder.delete(folder);
            throw new IOException("cannot start a text extraction worker: " + e.getMessage(), e);
        }
        FutureTask<Integer> hello = new FutureTask<>(worker.fromWorker::readInt);
        Thread.ofVirtual().name("extraction-hello").start(hello);
        try {
            if (hello.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS) != WorkerFrames.READY) {
                throw new IOException("the text extraction worker does not speak our protocol");
            }
            return worker;
        } catch (ExecutionException | TimeoutException e) {
            worker.kill();
            throw new IOException(
                    "a text extraction worker did not start (exit code " + worker.exitCode() + "); check that "
                            + builder.command().getFirst() + " runs and that there is memory for "
                            + (limits.workerHeapBytes() >> 20) + " MiB of heap",
                    e);
        } catch (InterruptedException | IOException e) {
            worker.kill();
            throw e;
        }
    }

    boolean isAlive() {
        return !killed && process.isAlive();
    }

    boolean isWornOut() {
        return served >= limits.documentsPerWorker();
    }

    long pid() {
        return process.pid();
    }

    /**
     * Has one document read.
     *
     * @return the answer, or {@code null} when the worker died without a reason that we know
     * @throws IOException when the input fails; the worker lives on when it could be told
     */
    @Nullable
    Extraction extract(String name, ContentExtractor.Input input) throws IOException, InterruptedException {
        served++;
        Conversation conversation = new Conversation(name, input);
        FutureTask<Extraction> talk = new FutureTask<>(conversation::hold);
        Thread talker = Thread.ofVirtual().name("extraction-talk").start(talk);
        try {
            while (true) {
                try {
                    return talk.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException stillTalking) {
                    Extraction.Failed verdict = verdict(conversation);
                    if (verdict != null) {
                        kill();
                        talker.interrupt();
                        return verdict;
                    }
                }
            }
        } catch (InterruptedException e) {
            kill();
            talker.interrupt();
            throw e;
        } catch (ExecutionException e) {
            return afterFailedTalk(e.getCause());
        }
    }

    private Extraction.@Nullable Failed verdict(Conversation conversation) throws IOException {
        if (System.nanoTime() - conversation.lastProgress > limits.time().toNanos()) {
            return new Extraction.Failed(
                    Extraction.Reason.TIMED_OUT,
                    "it took longer than " + limits.time().toMillis() / 1000.0 + " s");
        }
        if (TemporaryFolder.size(folder) > limits.temporaryBytes() + limits.inputBytes()) {
            return new Extraction.Failed(
                    Extraction.Reason.OUT_OF_DISK,
                    "unpacking it needs more than " + limits.temporaryBytes() + " bytes of disk");
        }
        return null;
    }

    private @Nullable Extraction afterFailedTalk(@Nullable Throwable failure) throws IOException, InterruptedException {
        if (failure instanceof InputFailure inputFailure) {
            throw inputFailure.failure;
        }
        if (!(failure instanceof IOException)) {
            kill();
            throw new IOException("reading the input of the text extraction failed", failure);
        }
        // The pipe broke: give the process a moment to say why.
        boolean ended = process.waitFor(2, TimeUnit.SECONDS);
        kill();
        if (ended && exitCode() == EXIT_OUT_OF_MEMORY) {
            return new Extraction.Failed(
                    Extraction.Reason.OUT_OF_MEMORY,
                    "it needs more than " + (limits.workerHeapBytes() >> 20) + " MiB of memory");
        }
        return null;
    }

    private int exitCode() {
        return process.isAlive() ? -1 : process.exitValue();
    }

    /** Ends the process when it has nothing to do: it notices the end of its input. */
    @Override
    public void close() {
        try {
            toWorker.close();
            if (process.waitFor(2, TimeUnit.SECONDS)) {
                removeFolder();
                return;
            }
        } catch (IOException e) {
            // It is gone already, or about to be.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    /** Ends the process whatever it does. */
    void kill() {
        killed = true;
        process.destroyForcibly();
        CompletableFuture<Void> unused = process.onExit().thenRun(this::removeFolder);
    }

    private void removeFolder() {
        try {
            TemporaryFolder.delete(folder);
        } catch (IOException e) {
            // The system's temporary folder: whoever tidies it up finds the rest.
        }
    }

    /** The caller's stream failed, as opposed to the pipe. */
    private static final class InputFailure extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient IOException failure;

        InputFailure(IOException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    private final class Conversation {
        private final String name;
        private final ContentExtractor.Input input;
        private volatile long lastProgress = System.nanoTime();

        Conversation(String name, ContentExtractor.Input input) {
            this.name = name;
            this.input = input;
        }

        Extraction hold() throws IOException, InputFailure {
            WorkerFrames.writeHeader(
                    toWorker,
                    new WorkerFrames.Header(
                            name, limits.outputCharacters(), limits.embeddedDepth(), limits.temporaryBytes()));
            try (InputStream in = open()) {
                byte[] chunk = new byte[WorkerFrames.CHUNK];
                long total = 0;
                int count;
                while ((count = read(in, chunk)) > 0) {
                    total += count;
                    if (total > limits.inputBytes()) {
                        abort();
                        return new Extraction.Failed(
                                Extraction.Reason.TOO_LARGE, "it has more than " + limits.inputBytes() + " bytes");
                    }
                    toWorker.writeInt(count);
                    toWorker.write(chunk, 0, count);
                    lastProgress = System.nanoTime();
                }
            }
            toWorker.writeInt(WorkerFrames.END);
            toWorker.flush();
            lastProgress = System.nanoTime();
            return WorkerFrames.readAnswer(fromWorker, limits.outputCharacters());
        }

        private InputStream open() throws IOException, InputFailure {
            try {
                return input.open();
            } catch (IOException e) {
                abort();
                throw new InputFailure(e);
            }
        }

        private int read(InputStream in, byte[] chunk) throws IOException, InputFailure {
            try {
                return in.readNBytes(chunk, 0, chunk.length);
            } catch (IOException e) {
                abort();
                throw new InputFailure(e);
            }
        }

        private void abort() throws IOException {
            toWorker.writeInt(WorkerFrames.ABORTED);
            toWorker.flush();
        }
    }
}
