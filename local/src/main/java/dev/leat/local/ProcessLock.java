package dev.leat.local;

import dev.leat.local.LocalException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a file that one thread of one process holds at a time. The system frees it when the process ends, however it
 * ends, so the file that stays behind means nothing.
 */
final class ProcessLock implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(100);

    private final FileChannel channel;

    private ProcessLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for the lock as long as another holds it; {@code onWait} is called now and then meanwhile. */
    static ProcessLock acquire(Path file, Pause pause, Runnable onWait, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                while (tryLock(channel) == null) {
                    if (System.nanoTime() - deadline > 0) {
                        channel.close();
                        throw new LocalException(
                                Reason.TIMED_OUT,
                                "Another process has held " + file + " for " + timeout.toMinutes()
                                        + " minutes: wait for it, or end it");
                    }
                    onWait.run();
                    pause.rest(STEP);
                }
                return new ProcessLock(channel);
            } catch (InterruptedException e) {
                channel.close();
                throw LocalException.interrupted("waiting for " + file, e);
            }
        } catch (IOException e) {
            throw LocalException.file("Cannot lock " + file, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another thread of this process has it.
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock ends with the channel; there is nothing left to mend.
            return;
        }
    }
}
