package dev.leat.spark.write;

import dev.leat.elastic.DeadLetter;
import dev.leat.elastic.UnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of one attempt of a task, in a file of its own that gets its name when the attempt is committed: {@code
 * JOB-part-00003.rejected.ndjson}. Of an attempt that is not committed nothing stays, and without letters there is no
 * file. In any file system that Spark's Hadoop knows. Thread-safe.
 */
final class DeadLetterFile {

    private final Configuration hadoop;
    private final Path attempt;
    private final Path committed;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable OutputStream out;

    DeadLetterFile(Configuration hadoop, String folder, String job, int partition, long task) {
        String name = "part-%05d".formatted(partition);
        this.hadoop = hadoop;
        this.attempt = new Path(attempts(folder, job), name + "-" + task);
        this.committed = new Path(folder, job + "-" + name + ".rejected.ndjson");
    }

    /** Where the attempts of a job keep theirs. */
    private static Path attempts(String folder, String job) {
        return new Path(folder, "." + job);
    }

    /** @throws UnavailableException when the letter cannot be kept, which must not be passed over */
    void add(DeadLetter letter) {
        lock.lock();
        try {
            if (out == null) {
                out = files().create(attempt, true);
            }
            out.write(letter.toJsonLine());
        } catch (IOException e) {
            throw lost(e);
        } finally {
            lock.unlock();
        }
    }

    void commit() {
        lock.lock();
        try {
            if (out != null) {
                out.close();
                out = null;
                // An earlier attempt may have been committed on a worker that was lost after it.
                files().delete(committed, false);
                if (!files().rename(attempt, committed)) {
                    throw new IOException(attempt + " could not be renamed to " + committed.getName());
                }
            }
        } catch (IOException e) {
            throw lost(e);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the letters of an attempt that failed. */
    void discard() {
        lock.lock();
        try (OutputStream open = out) {
            out = null;
            if (open != null) {
                files().delete(attempt, false);
            }
        } catch (IOException e) {
            // The driver removes what stays.
        } finally {
            lock.unlock();
        }
    }

    /** Removes, on the driver, what attempts left behind that were cut short. */
    static void clean(Configuration hadoop, String folder, String job) {
        Path attempts = attempts(folder, job);
        try {
            attempts.getFileSystem(hadoop).delete(attempts, true);
        } catch (IOException e) {
            // It is no more than a hidden folder.
        }
    }

    private FileSystem files() throws IOException {
        return attempt.getFileSystem(hadoop);
    }

    private UnavailableException lost(IOException e) {
        return new UnavailableException(
                "the dead letters cannot be kept in '" + committed.getParent() + "' (" + e.getMessage()
                        + "); mend that and run the job again",
                e);
    }
}
